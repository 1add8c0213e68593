import { describe, expect, it } from '@jest/globals';
import type { RegisterFact } from '../../libs/register/facts.js';
import { registerOf } from '../../libs/register/index.js';
import { checkData } from '../../libs/workflow/data.js';
import type { Actor, Fact } from '../../libs/workflow/index.js';
import { outcomeOf, waitingOn } from '../../libs/workflow/progress.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import { changeOfRegister } from '../consequences.js';
import { delegatedCommissioning } from '../delegated-commissioning/index.js';
import { membershipRequest as workflow } from './index.js';
import type { Practice, Request } from './request.js';

const now = a.day('2016-02-10');
const willow: Practice = {
  code: 'A81001',
  name: 'Willowbank Surgery',
  ccg: '00C',
  since: '2013-04-01',
  status: 'A',
  setting: 4,
  patients: 6500,
};
const larch: Practice = { ...willow, code: 'A81002', name: 'Larchfield Surgery' };
const nobodys: Practice = { ...willow, ccg: null, since: '2015-10-01' };
const of01A: Practice = { ...willow, ccg: '01A' };

const asked = (
  more: Partial<Request> & Pick<Request, 'kind'>,
  practices: Request['practices'] = [willow],
  actor: Actor = a.officer,
): Fact => ({
  type: 'MembershipRequested',
  at: now,
  actor,
  data: {
    practiceCodes: practices.map(({ code }) => code),
    effectiveOn: '2016-04-01',
    reasons: 'Its patients live there.',
    ccg: { code: '00C', name: 'NHS Invented CCG', region: 'Y54' },
    openCcgs: ['00C', '01A'],
    practices,
    decideBy: '2016-03-09T00:00:00.000Z',
    interested: [],
    ...more,
  },
});
const move = (more: Partial<Request> = {}) => asked({ kind: 'move', to: '01A', ...more });
const join = asked({ kind: 'join' }, [nobodys]);
const leave = asked({ kind: 'leave' });
const merge = asked({ kind: 'merge', into: 'A81002' }, [willow, larch]);

const said = (type: string, data: Fact['data'], actor: Actor): Fact => ({ type, data, actor, at: now });
/** Approved as the register stood when it was asked. */
const approvalOf = ({ data }: Fact): Fact => {
  const { openCcgs, practices } = data as unknown as Request;
  return said('MembershipApproved', { reasons: 'In order.', openCcgs, practices }, a.reviewer);
};
const refused = said('MembershipRefused', { reasons: 'It would split a locality.' }, a.reviewer);
const withdrawn = (actor: Actor) => said('RequestWithdrawn', { text: 'No longer wanted.' }, actor);
const position = (actor: Actor, which: 'agrees' | 'objects' = 'agrees', organisation = actor.organisation) =>
  said('ConsentRecorded', { organisation, position: which, text: 'We met in January.' }, actor);
const approved = approvalOf(move());
const willowbank = a.practice('A81001');

const becomes = (fact: Fact, context: unknown) => changeOfRegister(workflow, fact.type)?.becomes(fact, context) ?? [];

/** What the register is told when the request is approved. */
function changes(request: Fact) {
  const approval = approvalOf(request);
  const { snapshot } = given(workflow, request).when(approval).then('approved');
  return becomes(approval, snapshot.context);
}

describe('R-80: a change of membership takes effect only with NHS England’s approval', () => {
  it.each([
    ['joining', join],
    ['leaving', leave],
    ['moving away', move()],
    ['moving here', asked({ kind: 'move', to: '00C' }, [of01A])],
    ['merging', merge],
  ])('%s: the request waits on NHS England, and changes nothing in the register until it approves', (_, request) => {
    const { standing } = given(workflow, request);
    expect(waitingOn(workflow, standing.progress)).toEqual(['constitution-reviewer']);
    expect(standing.progress.dates).toEqual({ decideBy: '2016-03-09T00:00:00.000Z' });
    expect(becomes(request, standing.snapshot.context)).toEqual([]);
    expect(changes(request).length).toBeGreaterThan(0);
  });

  it('may be refused even where everyone locally agrees, and the register stays as it is', () => {
    const everyone = [position(a.strangeOfficer), position(willowbank)];
    const then = given(workflow, move(), ...everyone)
      .when(refused)
      .then('refused');
    expect(outcomeOf(workflow, then.progress.state)).toBe('refused');
    expect(becomes(refused, then.snapshot.context)).toEqual([]);
  });

  it('may be approved though the others object: what they say is recorded, and no gate', () => {
    const { snapshot } = given(workflow, move(), position(a.strangeOfficer, 'objects')).when(approved).then('approved');
    expect(workflow.summary(snapshot.context)).toMatchObject({
      kind: 'move',
      to: '01A',
      consents: [{ organisation: '01A', position: 'objects', text: 'We met in January.' }],
      grounds: 'In order.',
    });
  });

  it.each([a.officer, a.strangeOfficer, willowbank, a.assessor, a.committee, a.registrar, a.auditor])(
    'is not for $role of $organisation to approve or refuse',
    (actor) => {
      for (const decision of [approved, refused])
        given(workflow, move())
          .when({ ...decision, actor })
          .thenRefused('R-80');
    },
  );

  it('is decided once', () => {
    for (const decision of [approved, refused])
      given(workflow, move(), decision).when(approved).thenRefused('not-open-here');
  });
});

describe('R-80: a practice is a member of exactly one CCG', () => {
  it.each([
    ['a member joins', asked({ kind: 'join' })],
    ['a member of another CCG joins', asked({ kind: 'join' }, [of01A])],
    ['nobody’s member leaves', asked({ kind: 'leave' }, [nobodys])],
    ['another’s member leaves', asked({ kind: 'leave' }, [of01A])],
    ['nobody’s member moves', asked({ kind: 'move', to: '01A' }, [nobodys])],
    ['a member moves to where it is', asked({ kind: 'move', to: '00C' })],
    ['another’s member moves past this CCG', asked({ kind: 'move', to: '02B', openCcgs: ['00C', '02B'] }, [of01A])],
    ['one of two moves from elsewhere', asked({ kind: 'move', to: '01A' }, [larch, nobodys])],
    ['a practice merges with another CCG’s', asked({ kind: 'merge', into: 'A81002' }, [of01A, larch])],
    ['a practice merges alone', asked({ kind: 'merge', into: 'A81001' })],
    ['practices merge into one that is not named', asked({ kind: 'merge', into: 'A81003' }, [willow, larch])],
    ['practices merge into none', asked({ kind: 'merge' }, [willow, larch])],
    ['a practice moves to nowhere', asked({ kind: 'move' })],
    ['a practice leaves to a CCG', asked({ kind: 'leave', to: '01A' })],
    ['a practice leaves into another', asked({ kind: 'leave', into: 'A81001' })],
    ['a closed practice joins', asked({ kind: 'join' }, [{ ...nobodys, status: 'C' }])],
  ])('so it is refused that %s', (_, request) => {
    given(workflow).when(request).thenRefused('R-80');
  });
});

describe('R-80: who asks', () => {
  it('is an officer of the CCG, or the practice for itself', () => {
    given(workflow).when(move()).then('requested');
    given(workflow)
      .when({ ...move(), actor: willowbank })
      .then('requested');
    given(workflow)
      .when({ ...merge, actor: willowbank })
      .then('requested');
    given(workflow)
      .when({ ...asked({ kind: 'leave' }, [willow, larch]), actor: willowbank })
      .thenRefused('practiceAsksForItself');
    for (const actor of [a.strangeOfficer, a.practice('A81009'), a.reviewer, a.registrar])
      given(workflow)
        .when({ ...move(), actor })
        .thenRefused('not-yours');
  });

  it('can take the request back, and nobody else can', () => {
    const then = given(workflow, move()).when(withdrawn(a.officer2)).then('withdrawn');
    expect(outcomeOf(workflow, then.progress.state)).toBe('withdrawn');
    given(workflow, { ...move(), actor: willowbank })
      .when(withdrawn(willowbank))
      .then('withdrawn');
    given(workflow, move()).when(withdrawn(willowbank)).thenRefused('requestIsYours');
    given(workflow, move()).when(withdrawn(a.strangeOfficer)).thenRefused('requestIsYours');
    given(workflow, move(), approved).when(withdrawn(a.officer)).thenRefused('not-open-here');
  });

  it('does not take a position as well; the other parties do, each for itself', () => {
    given(workflow, move()).when(position(a.officer)).thenRefused('positionIsYourOwn');
    given(workflow, move())
      .when(position(a.strangeOfficer, 'agrees', 'A81001'))
      .thenRefused('positionIsYourOwn');
    given(workflow, move())
      .when(position(a.practice('A81009')))
      .thenRefused('not-yours');
    given(workflow, { ...move(), actor: willowbank })
      .when(position(a.officer))
      .then('requested');
  });

  it('is not who decides, nor is who took a position (R-46)', () => {
    const both: Actor = { ...a.reviewer, id: a.officer.id };
    for (const decision of [approved, refused])
      given(workflow, move())
        .when({ ...decision, actor: both })
        .thenRefused('R-46');
    given(workflow, move(), position(a.strangeOfficer))
      .when({ ...approved, actor: { ...a.reviewer, id: a.strangeOfficer.id } })
      .thenRefused('R-46');
  });
});

describe('R-81: a back-dated change', () => {
  it('is allowed by months', () => {
    given(workflow)
      .when(move({ effectiveOn: '2015-04-01' }))
      .then('requested');
  });

  it('does not reach behind the last change of the practice, which the refusal dates', () => {
    const recent = { ...willow, since: '2015-04-01' };
    const on = (effectiveOn: string, kind: 'move' | 'leave') =>
      given(workflow).when(asked({ kind, effectiveOn, ...(kind === 'move' && { to: '01A' }) }, [recent]));
    on('2015-04-01', 'move').then('requested');
    expect(on('2015-03-31', 'move').thenRefused('R-81')).toMatchObject({
      meaning: expect.stringContaining('A81001 that was on 1 April 2015'),
    });
    on('2015-04-02', 'leave').then('requested');
    on('2015-04-01', 'leave').thenRefused('R-81');
  });

  it('never alters a ballot: the practice keeps its vote in the ballot that was open, and no other gets one', () => {
    const register = registerOf([...known]);
    const roll = register.rollOf('00C', '2014-10-01');
    const balloting = given(
      delegatedCommissioning,
      ...a.underWay(),
      a.ballotOpened(a.oneVoteEach, roll),
      a.voted('A81001'),
    );
    for (const change of changes(move({ effectiveOn: '2014-04-01' }))) register.take(change as RegisterFact);
    expect(register.rollOf('00C', '2014-10-01').map(({ practice }) => practice)).toEqual(['A81002']);
    const ballot = () => (balloting.standing.snapshot.context as { ballot: { roll: unknown; votes: unknown } }).ballot;
    expect(ballot()).toMatchObject({ roll, votes: ['for', null] });
    balloting.when(a.voted('A81001', 'against')).then('applying.underWay.mandate');
    balloting.when(a.voted('A81005')).thenRefused('R-13');
  });
});

const known: readonly RegisterFact[] = [
  { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } },
  ...['00C', '01A'].map((code): RegisterFact => ({
    type: 'CcgRegistered',
    data: {
      code,
      name: `NHS ${code} CCG`,
      region: 'Y54',
      opened: '2013-04-01',
      constitution: { ...a.constitution, from: '2013-04-01', counting: a.oneVoteEach },
      practices:
        code === '00C' ? [willow, larch].map(({ name, patients, ...one }) => ({ code: one.code, name, patients })) : [],
      issuer: 'https://identity.test',
      people: [],
    },
  })),
];

describe('an approval, as the register stands on its day (R-80)', () => {
  const on = (request: Fact, more: Partial<Request>) => {
    const { openCcgs, practices } = { ...(request.data as unknown as Request), ...more };
    return given(workflow, request).when(said('MembershipApproved', { reasons: 'x', openCcgs, practices }, a.reviewer));
  };

  it.each<[string, Fact, Partial<Request>, string]>([
    ['a practice of the merger is another CCG’s by now', merge, { practices: [of01A, larch] }, 'membersAreOfThisCcg'],
    ['a practice that moves has left', move(), { practices: [nobodys] }, 'moveIsFromOrToThisCcg'],
    ['a practice that joins is a member elsewhere', join, { practices: [of01A] }, 'joinersAreNobodysMembers'],
    ['a practice has closed', move(), { practices: [{ ...willow, status: 'C' }] }, 'practicesAreOpen'],
    ['the CCG to move to is open no more', move(), { openCcgs: ['00C'] }, 'codesAreKnown'],
    [
      'the practice has changed since',
      leave,
      { practices: [{ ...willow, since: '2016-05-01' }] },
      'nothingHasChangedSince',
    ],
  ])('is refused where %s', (_, request, more, rule) => {
    on(request, more).thenRefused(rule);
  });

  it('of a request to stay takes back what is told ahead, and is refused where nothing is any more', () => {
    const ahead = { ...willow, ahead: '00C' };
    const stay = asked({ kind: 'stay' }, [ahead]);
    given(workflow)
      .when(asked({ kind: 'stay' }))
      .thenRefused('somethingIsToldAhead');
    given(workflow)
      .when(asked({ kind: 'stay' }, [{ ...ahead, ahead: '01A' }]))
      .thenRefused('somethingIsToldAhead');
    on(stay, { practices: [willow] }).thenRefused('somethingIsToldAhead');
    expect(changes(stay)).toEqual([
      { type: 'PracticeStays', data: { practice: 'A81001', ccg: '00C', on: '2016-04-01', toldOn: '2016-02-10' } },
    ]);
  });
});

describe('what an approval tells the register', () => {
  const after = (...requests: readonly Fact[]) =>
    registerOf([...known, ...requests.flatMap((request) => changes(request) as readonly RegisterFact[])]);
  const leaving = asked({ kind: 'leave', effectiveOn: '2015-10-01' });

  it('ends a membership with the day before', () => {
    expect(changes(leaving)).toEqual([
      { type: 'PracticeLeft', data: { practice: 'A81001', ccg: '00C', on: '2015-09-30', toldOn: '2016-02-10' } },
    ]);
    const register = after(leaving);
    expect([register.memberOf('A81001', '2015-09-30'), register.memberOf('A81001', '2015-10-01')]).toEqual([
      '00C',
      undefined,
    ]);
  });

  it('begins one on the day, with the practice as it was known', () => {
    const joining = {
      ...join,
      data: { ...join.data, ccg: { code: '01A', name: 'NHS 01A CCG', region: 'Y54' } },
      actor: a.strangeOfficer,
    };
    const register = after(leaving, joining);
    expect(register.memberOf('A81001', '2016-04-01')).toBe('01A');
    expect(register.practice('A81001', '2016-04-01')).toMatchObject({ patients: 6500, status: 'A', setting: 4 });
  });

  it('moves each practice that is named', () => {
    const both = asked({ kind: 'move', to: '01A' }, [willow, larch]);
    expect(changes(both)).toHaveLength(2);
    const register = after(both);
    expect(register.practices({ ccg: '01A', on: '2016-04-01' }).map(({ code }) => code)).toEqual(['A81001', 'A81002']);
    expect(register.practices({ ccg: '00C', on: '2016-03-31' })).toHaveLength(2);
  });

  it('merges the others into the one', () => {
    expect(changes(merge)).toEqual([
      { type: 'PracticesMerged', data: { from: ['A81001'], into: 'A81002', on: '2016-03-31', toldOn: '2016-02-10' } },
    ]);
    const register = after(merge);
    expect(register.practice('A81001', '2016-04-01')).toMatchObject({ status: 'C', closed: '2016-03-31' });
    expect(register.rollOf('00C', '2016-04-01').map(({ practice }) => practice)).toEqual(['A81002']);
  });
});

describe('R-82: identity is the ODS code', () => {
  it('so a practice or CCG that the register does not know is refused by its code', () => {
    for (const request of [
      asked({ kind: 'join' }, [{ code: 'A99999', missing: true }]),
      move({ to: '99Z' }),
      move({ openCcgs: ['01A'] }),
    ]) {
      const refusal = given(workflow).when(request).thenRefused('R-82');
      expect(refusal).toMatchObject({ meaning: expect.stringMatching(/: (A99999|99Z|00C)\. Enter codes/) });
    }
  });

  it.each([
    [{ kind: 'join', practiceCodes: ['A8100'] }, 'practiceCodes'],
    [{ kind: 'join', practiceCodes: [] }, 'practiceCodes'],
    [{ kind: 'join', practiceCodes: ['A81001', 'A81001'] }, 'practiceCodes'],
    [{ kind: 'join', practiceCodes: 'A81001' }, 'practiceCodes'],
    [{ kind: 'move', practiceCodes: ['Y01234'], to: '1A' }, 'to'],
    [{ kind: 'merge', practiceCodes: ['A81001', 'A81002'], into: '00C' }, 'into'],
    [{ kind: 'vanish', practiceCodes: ['A81001'] }, 'kind'],
  ])('so %j is no request', (data, field) => {
    const checked = checkData(workflow, 'MembershipRequested', { effectiveOn: '2016-04-01', reasons: 'x', ...data });
    expect(checked).toMatchObject({ ok: false, refusal: { fields: [{ field }] } });
  });

  it('so a request with codes alone is whole', () => {
    const data = {
      kind: 'move',
      practiceCodes: ['A81001', 'Y01234'],
      to: '01A',
      effectiveOn: '2016-04-01',
      reasons: 'x',
    };
    expect(checkData(workflow, 'MembershipRequested', data)).toEqual({ ok: true, data });
  });
});

describe('a declared interest (R-47)', () => {
  const interest = said(
    'InterestDeclared',
    { kind: 'financial', subject: 'A81001', text: 'A partner.', aroseOn: '2014-05-01' },
    a.reviewer,
  );
  const other: Actor = { ...a.reviewer, id: 'constitution-2@nhse' };

  it.each([approved, refused, said('CaseClaimed', { queue: 'review' }, a.reviewer)])('bars from $type', (fact) => {
    given(workflow, move(), interest).when(fact).thenRefused('R-47');
    expect(given(workflow, move(), interest).when({ ...fact, actor: other }).decision.outcome).toBe('decided');
    given(workflow, move({ interested: [a.reviewer.id] }))
      .when(fact)
      .thenRefused('R-47');
  });

  it('is recorded by the registrar for others, and by approvers for themselves', () => {
    const of = (actor: Actor, person?: string) => ({
      ...interest,
      actor,
      data: { ...interest.data, ...(person !== undefined && { person }) },
    });
    given(workflow, move(), of(a.registrar, a.reviewer.id)).when(approved).thenRefused('approverHasNoInterest');
    given(workflow, move()).when(of(a.registrar)).thenRefused('registrarNamesThePerson');
    given(workflow, move()).when(of(a.reviewer, other.id)).thenRefused('anotherIsNamedByTheRegistrar');
  });

  it('stands beside who asked and who took a position among those who are barred', () => {
    const { context } = given(workflow, move(), position(a.strangeOfficer), interest).standing.snapshot as {
      context: unknown;
    };
    expect(workflow.barred!(context, 'constitution-reviewer')).toEqual([
      a.reviewer.id,
      a.officer.id,
      a.strangeOfficer.id,
    ]);
  });
});

describe('a request in a queue', () => {
  const claimed = (actor: Actor) => said('CaseClaimed', { queue: 'review' }, actor);
  const released = (actor: Actor) => said('CaseReleased', { queue: 'review' }, actor);
  const other: Actor = { ...a.reviewer, id: 'constitution-2@nhse' };

  it('is claimed by one, and given back by that one or the registrar', () => {
    given(workflow, move(), claimed(a.reviewer)).when(claimed(other)).thenRefused('caseIsUnclaimed');
    given(workflow, move(), claimed(a.reviewer)).when(claimed(a.reviewer)).then('requested');
    given(workflow, move()).when(released(a.reviewer)).thenRefused('claimIsYours');
    given(workflow, move(), claimed(a.reviewer)).when(released(other)).thenRefused('claimIsYours');
    for (const actor of [a.reviewer, a.registrar])
      given(workflow, move(), claimed(a.reviewer), released(actor)).when(claimed(other)).then('requested');
  });

  it('concerns its practices, the CCG they are in and the one they would go to; nobody else', () => {
    const context: unknown = given(workflow, asked({ kind: 'move', to: '00C' }, [of01A])).standing.snapshot.context;
    expect(['A81001', '01A', '00C', 'A81002', '02B'].map((code) => workflow.concerns(context, code))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(workflow.particulars(context)).toEqual({
      ccg: '00C',
      ccgName: 'NHS Invented CCG',
      region: 'Y54',
      round: '',
      group: [],
      parties: ['00C', 'A81001', '01A'],
    });
    expect(workflow.particulars(given(workflow).standing.snapshot.context)).toBeUndefined();
  });

  it('ends with its CCG (R-66)', () => {
    const closed = said('CcgClosed', { kind: 'closure', closedOn: '2015-12-31' }, a.clock);
    given(workflow, move()).when(closed).then('closed');
    given(workflow, move())
      .when({ ...closed, actor: a.officer })
      .thenRefused('R-66');
  });
});

describe('a request that is past', () => {
  it.each([
    ['approved', approvalOf(move()), 'NHS England approved, and the register changed.'],
    ['refused', refused, 'NHS England refused.'],
    ['withdrawn', withdrawn(a.officer), 'The request was taken back.'],
  ])('is told to have been %s, and when', (_, end, became) => {
    const refusal = given(workflow, move(), end).when(refused).thenRefused('not-open-here');
    expect(refusal).toMatchObject({ meaning: `The case ended at 10:00 on 10 February 2016: ${became}` });
  });

  it('is told what the register has of its practices since when, where that has changed since it was made', () => {
    const { data } = approvalOf(move());
    const elsewhere = { ...willow, ccg: '02B', since: '2016-02-09' };
    const refusal = given(workflow, move())
      .when(said('MembershipApproved', { ...data, practices: [elsewhere] }, a.reviewer))
      .thenRefused('moveIsFromOrToThisCcg');
    expect(refusal).toMatchObject({
      meaning: expect.stringContaining(
        'The register has changed since this was requested on 10 February 2016: A81001 is a member of 02B since 9 February 2016; see /api/register.',
      ),
    });
  });
});
