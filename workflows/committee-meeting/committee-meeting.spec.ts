import { describe, expect, it } from '@jest/globals';
import { checkData } from '../../libs/workflow/data.js';
import { actsOn, movesFrom } from '../../libs/workflow/decide.js';
import type { Actor, Fact, Standing } from '../../libs/workflow/index.js';
import { outcomeOf, waitingOn } from '../../libs/workflow/progress.js';
import { given } from '../../libs/workflow/specification.js';
import type { Context } from './context.js';
import type { Attendee, Committee, FactOf, FactType, Handling, Known, LookedUp } from './events.js';
import { committeeMeeting as workflow } from './index.js';
import { minuteOf, type Minute } from './minute.js';
import { fourWithTheChair, layMemberAndNamedExecutive, manyOffices, oneOfEach } from './quorum-rules.js';
import type { QuorumRule } from './quorum.js';

const member = (id: string, offices: readonly string[], voting = true): Attendee => ({
  id,
  name: `Person ${id}`,
  offices,
  voting,
  clinician: offices.includes('gp') || offices.includes('nurse'),
});
const members = [
  member('chair', ['chair', 'lay-member', 'non-executive']),
  member('vice', ['vice-chair', 'lay-member', 'non-executive']),
  member('third', ['non-executive']),
  member('gp', ['gp']),
  member('gp-2', ['gp']),
  member('nurse', ['nurse']),
  member('chief', ['chief-officer', 'executive']),
  member('chief-2', ['chief-officer', 'executive']),
  member('finance', ['finance-officer', 'executive']),
  member('contracting', ['head-of-contracting']),
  member('observer', [], false),
  member('observer-2', [], false),
];
const everybody = members.map(({ id }) => id);
const except = (...ids: readonly string[]): readonly string[] => everybody.filter((id) => !ids.includes(id));
const voters = members.filter(({ voting }) => voting).map(({ id }) => id);
const national: Committee = {
  id: 'assurance',
  name: 'Assurance and Development Committee',
  organisation: 'nhse',
  quorum: { atLeast: 3, of: { voting: true } },
  members,
};

const at = (time: string): string => `2015-02-10T${time}:00.000Z`;
const keeper = (id: string, role = 'national-committee', organisation = 'nhse'): Actor => ({
  id,
  name: `Person ${id}`,
  role,
  organisation,
});
const clerk = keeper('clerk');
const assessor = keeper('assessor', 'regional-assessor', 'Y54');
type Data<Type extends FactType> = Omit<
  FactOf<Type>['data'],
  Type extends keyof LookedUp ? keyof LookedUp[Type] : never
>;
const fact = <Type extends FactType>(type: Type, data: Data<Type>, actor: Actor, added: object = {}): Fact => ({
  type,
  data: { ...data, ...added },
  actor,
  at: at('10:00'),
});

const convened = (committee = national, actor = clerk): Fact =>
  fact('MeetingConvened', { committeeId: committee.id, heldOn: '2015-02-10' }, actor, { committee });
const attended = (present: readonly string[] = everybody, chairedBy = 'chair', chosenBecause?: string): Fact =>
  fact(
    'MembersAttended',
    { present: [...present], chairedBy, ...(chosenBecause !== undefined && { chosenBecause }) },
    clerk,
  );
const caseId = (last: number): string => `00000000-0000-4000-8000-00000000000${last}`;
const tabled = (barred: readonly string[] = [], last = 1): Fact =>
  fact('ItemTabled', { case: caseId(last), title: 'NHS Invented CCG', decision: 'approve' }, clerk, { barred });
/** The first case, put to the meeting when what is decided on had changed so often. */
const put = (changes: number): Fact => ({
  ...tabled(),
  data: { ...tabled().data, put: { revision: changes * 10, changes } },
});
const conditions = [{ matter: 'Appoint a lay chair', owner: 'The chair', due: '2015-03-20', precedent: true }];
const declared = (person: string, item = 1): Fact =>
  fact(
    'ConflictDeclared',
    {
      item,
      person,
      kind: 'financial',
      subject: 'A81001',
      interest: 'Partner of a practice there.',
      aroseOn: '2014-05-01',
    },
    clerk,
  );
const handled = (person: string, handling: Handling, by = 'chair', item = 1): Fact =>
  fact('ConflictHandled', { item, person, handling }, keeper(by));
const conflicted = (person: string, handling: Handling): readonly Fact[] => [
  declared(person),
  handled(person, handling),
];
const acknowledged = (by = 'chair'): Fact =>
  fact('NoClinicalInputAcknowledged', { item: 1, statement: 'It is a matter of contracts.' }, keeper(by));
const decided = (
  yes: readonly string[],
  no: readonly string[] = [],
  more: Partial<FactOf<'ItemDecided'>['data']> = {},
): Fact =>
  fact(
    'ItemDecided',
    {
      item: 1,
      decision: 'approve',
      votes: { for: [...yes], against: [...no], abstained: [] },
      grounds: 'Recommended.',
      ...more,
    },
    clerk,
  );
const leftInquorate = (next: 'defer' | 'escalate' = 'defer'): Fact =>
  fact('ItemLeftInquorate', { item: 1, next, reasons: 'No GP was left.' }, clerk);
const closed = fact('MeetingClosed', {}, clerk);

const sitting = (...more: readonly Fact[]): readonly Fact[] => [convened(), attended(), tabled(), ...more];
/** A meeting under this quorum rule, at which every GP declared an interest. */
const everyGp = (quorum: QuorumRule, handling: Handling): readonly Fact[] => [
  convened({ ...national, quorum }),
  attended(),
  tabled(),
  ...['gp', 'gp-2'].flatMap((gp) => conflicted(gp, handling)),
];
const unlike = (votes: readonly string[], ...ids: readonly string[]): readonly string[] =>
  votes.filter((id) => !ids.includes(id));
const meanings = (refusal: object): string => ('meaning' in refusal ? String(refusal.meaning) : '');
const minute = ({ snapshot }: Standing, item = 1): Minute => minuteOf(snapshot.context as Context, 'meeting', item)!;

describe('a meeting of a committee', () => {
  it('is kept by its own organisation’s people, and waits on nobody else (R-45)', () => {
    const regional = { ...national, organisation: 'Y54' };
    for (const actor of [assessor, { ...clerk, organisation: 'Y54' }, keeper('a', 'auditor')])
      expect(given(workflow).when(convened(national, actor)).thenRefused('R-45')).toMatchObject({
        because: 'not-yours',
      });
    given(workflow).when(convened(regional, clerk)).thenRefused('not-yours');
    given(workflow)
      .when(convened(regional, { ...assessor, organisation: 'Y56' }))
      .thenRefused('not-yours');
    const ours = given(workflow).when(convened(national, clerk)).then('meeting.national.convened');
    const theirs = given(workflow).when(convened(regional, assessor)).then('meeting.regional.convened');
    expect(waitingOn(workflow, ours.progress)).toEqual(['national-committee']);
    expect(waitingOn(workflow, theirs.progress)).toEqual(['regional-assessor']);
    given(workflow, convened(regional, assessor)).when(attended()).thenRefused('R-45');
    const acting = (actor: Actor, { snapshot }: Standing): boolean =>
      actsOn(workflow, actor, { context: snapshot.context as unknown, event: undefined });
    expect([acting(clerk, ours), acting(clerk, theirs)]).toEqual([true, false]);
    expect([acting(assessor, ours), acting(assessor, theirs)]).toEqual([false, true]);
    given(workflow, convened(regional, assessor))
      .when({ ...attended(), actor: assessor })
      .then('meeting.regional.sitting');
  });

  it('is not called of a committee whose quorum cannot be counted by (R-47)', () => {
    const refusal = given(workflow)
      .when(convened({ ...national, quorum: { all: [] } }))
      .thenRefused('R-47');
    expect(meanings(refusal)).toMatch(/Enter all as a list of one part or more/);
  });

  it('sits on its day or later, with members of the committee only (R-47)', () => {
    given(workflow, convened())
      .when({ ...attended(), at: '2015-02-09T23:59:00.000Z' })
      .thenRefused('meetingDayHasCome');
    const refusal = given(workflow, convened())
      .when(attended(['chair', 'stranger']))
      .thenRefused('R-47');
    expect(meanings(refusal)).toMatch(/Not a member of this committee on the day of the meeting: stranger\./);
    given(workflow, convened()).when(attended()).then('meeting.national.sitting');
  });

  it('sits as the committee is constituted on its day, whatever was known when it was convened (R-47)', () => {
    const constituted = {
      ...national,
      quorum: { atLeast: 2 },
      members: [member('chair', ['lay-member']), member('new', ['chair', 'gp'])],
    };
    const sits = (present: readonly string[], chairedBy: string): Fact =>
      fact('MembersAttended', { present: [...present], chairedBy }, clerk, { constituted });
    given(workflow, convened())
      .when(sits(['chair', 'third'], 'chair'))
      .thenRefused('presentAreMembers');
    given(workflow, convened())
      .when(sits(['chair', 'new'], 'chair'))
      .thenRefused('chairMayChair');
    const facts = [convened(), tabled(), sits(['chair', 'new'], 'new')];
    given(workflow, ...facts)
      .when(decided(['chair', 'new', 'third']))
      .thenRefused('votersAreEntitled');
    const { snapshot } = given(workflow, ...facts)
      .when(decided(['chair', 'new']))
      .then('meeting.national.sitting');
    expect(workflow.summary(snapshot.context)).toMatchObject({ quorum: { atLeast: 2 }, members: constituted.members });
  });

  it('is chaired by the chair, the vice-chair, or a voting member those present chose for a reason (R-47)', () => {
    for (const [present, chair, reason] of [
      [except('chair'), 'chair', undefined],
      [everybody, 'third', undefined],
      [everybody, 'observer', 'The chair is ill.'],
      [everybody, 'stranger', 'The chair is ill.'],
    ] as const)
      given(workflow, convened())
        .when(attended(present, chair, reason))
        .thenRefused('chairMayChair');
    for (const [chair, reason] of [
      ['vice', undefined],
      ['third', 'The chair is ill.'],
    ] as const)
      given(workflow, convened())
        .when(attended(everybody, chair, reason))
        .then('meeting.national.sitting');
  });

  it('can correct who attended until an item is settled, and not after (R-47)', () => {
    const { snapshot } = given(workflow, ...sitting())
      .when(attended(except('gp'), 'vice'))
      .then('meeting.national.sitting');
    expect(snapshot.context).toMatchObject({ present: except('gp'), chairedBy: 'vice' });
    given(workflow, ...sitting(decided(voters)))
      .when(attended(except('gp')))
      .thenRefused('nothingIsSettled');
  });

  it('tells whoever names a settled item how it was settled, and when (R-47)', () => {
    const told = (...facts: readonly Fact[]): string =>
      meanings(
        given(workflow, ...sitting(...facts))
          .when(decided(voters))
          .thenRefused('itemIsOpen'),
      );
    expect(told(decided(voters))).toMatch(/^Item 1 was carried on 10 February 2015/);
    expect(told(decided([], voters))).toMatch(/^Item 1 was not carried on 10 February 2015/);
    const [, , ...again] = [convened(), attended(), put(1), put(2)];
    expect(
      meanings(
        given(workflow, convened(), attended(), ...again)
          .when(decided(voters))
          .thenRefused('itemIsOpen'),
      ),
    ).toMatch(/^Item 1 was tabled anew on 10 February 2015/);
  });

  it('closes once every item is settled (R-47)', () => {
    const refusal = given(workflow, ...sitting(tabled([], 2), decided(voters)))
      .when(closed)
      .thenRefused('R-47');
    expect(meanings(refusal)).toMatch(/Open: item 2\.$/);
    const { progress } = given(workflow, ...sitting(decided(voters)))
      .when(closed)
      .then('closed');
    expect(outcomeOf(workflow, progress.state)).toBe('closed');
  });

  it('can be called off before it sits, not once it does', () => {
    const calledOff = fact('MeetingCalledOff', { reason: 'Snow.' }, clerk);
    given(workflow, convened(), tabled()).when(calledOff).then('calledOff');
    given(workflow, ...sitting())
      .when(calledOff)
      .thenRefused('not-open-here');
  });
});

describe('an interest declared at a meeting', () => {
  const excluding = ['discussed-without-vote', 'silent', 'left', 'no-papers'] as const;

  it('is a present member’s, once for each item (R-47)', () => {
    given(workflow, convened(), attended(except('gp')), tabled())
      .when(declared('gp'))
      .thenRefused('personIsPresent');
    given(workflow, ...sitting(declared('gp')))
      .when(declared('gp'))
      .thenRefused('interestIsNew');
    given(workflow, ...sitting(tabled([], 2), declared('gp')))
      .when(declared('gp', 2))
      .then('meeting.national.sitting');
    given(workflow, ...sitting())
      .when(declared('gp', 2))
      .thenRefused('itemIsOpen');
  });

  it('holds the vote up until the chair has said how it is handled (R-47)', () => {
    const refusal = given(workflow, ...sitting(declared('gp')))
      .when(decided(unlike(voters, 'gp')))
      .thenRefused('interestsAreHandled');
    expect(meanings(refusal)).toMatch(/Open: Person gp\.$/);
    given(workflow, ...sitting(declared('gp')))
      .when(leftInquorate())
      .thenRefused('interestsAreHandled');
    given(workflow, ...sitting(...conflicted('gp', 'silent')))
      .when(decided(unlike(voters, 'gp')))
      .then('meeting.national.sitting');
  });

  it('is handled by the chair of the meeting, and only where one was declared (R-47)', () => {
    const refusal = given(workflow, ...sitting(declared('gp')))
      .when(handled('gp', 'left', 'vice'))
      .thenRefused('chairHandles');
    expect(refusal).toMatchObject({
      rule: 'R-47',
      meaning: 'Only the chair says how an interest is handled: Person chair.',
    });
    given(workflow, ...sitting(declared('gp')))
      .when(handled('gp-2', 'left'))
      .thenRefused('interestIsDeclared');
  });

  it('of the chair is handled by the vice-chair, else by another voting member without one: never by the chair (R-47)', () => {
    given(workflow, ...sitting(declared('chair')))
      .when(handled('chair', 'acknowledged', 'chair'))
      .thenRefused('chairHandles');
    given(workflow, ...sitting(declared('chair')))
      .when(handled('chair', 'left', 'third'))
      .thenRefused('chairHandles');
    given(workflow, ...sitting(declared('chair'), handled('chair', 'left', 'vice')))
      .when(decided(unlike(voters, 'chair')))
      .then('meeting.national.sitting');
    given(workflow, ...sitting(declared('chair'), declared('vice')))
      .when(handled('chair', 'left', 'third'))
      .then('meeting.national.sitting');
    given(workflow, convened(), attended(), tabled(['chair']), declared('gp'))
      .when(handled('gp', 'left', 'chair'))
      .thenRefused('chairHandles');
  });

  it('is acknowledged by nobody for themselves, even where everybody has one (R-47)', () => {
    const all = [
      convened(),
      attended(['chair', 'third', 'chief']),
      tabled(),
      ...['chair', 'third', 'chief'].map((id) => declared(id)),
    ];
    given(workflow, ...all)
      .when(handled('chair', 'acknowledged'))
      .thenRefused('nobodyClearsThemselves');
    given(workflow, ...all, handled('third', 'acknowledged'))
      .when(handled('chair', 'acknowledged', 'third'))
      .then('meeting.national.sitting');
  });

  it('that is acknowledged leaves the vote and the quorum (R-47)', () => {
    const { snapshot } = given(workflow, ...sitting(...conflicted('gp', 'acknowledged')))
      .when(decided(voters))
      .then('meeting.national.sitting');
    expect(snapshot.context).toMatchObject({ items: [{ result: { outcome: 'carried' } }] });
  });

  it.each(excluding)('that is handled as “%s” takes the vote away (R-47)', (handling) => {
    const refusal = given(workflow, ...sitting(...conflicted('gp', handling)))
      .when(decided(voters))
      .thenRefused('votersAreEntitled');
    expect(meanings(refusal)).toMatch(/Not entitled to vote on this item: Person gp\./);
  });

  it.each(excluding)('that is handled as “%s” makes them count for nothing in the quorum (R-47)', (handling) => {
    const nonVoting: QuorumRule = { atLeast: 3, of: { voting: false } };
    for (const quorum of [oneOfEach, nonVoting]) {
      given(workflow, ...everyGp(quorum, handling))
        .when(decided(unlike(voters, 'gp', 'gp-2')))
        .thenRefused('itemIsQuorate');
    }
  });

  it('stays with the case when it is tabled again (R-47)', () => {
    const again = sitting(...conflicted('gp', 'left'), decided([], unlike(voters, 'gp')), tabled());
    const { snapshot } = given(workflow, ...again).standing;
    expect(snapshot.context).toMatchObject({
      items: [{ result: { outcome: 'not-carried' } }, { declarations: [{ id: 'gp', handling: 'left' }], result: null }],
    });
    given(workflow, ...again)
      .when(decided(voters, [], { item: 2 }))
      .thenRefused('votersAreEntitled');
  });
});

describe('a case that has changed since it was tabled', () => {
  const before = [convened(), attended(), put(2)];

  it('is tabled again as it stands, and not as it stood (R-44)', () => {
    given(workflow, ...before)
      .when(put(2))
      .thenRefused('caseIsNotTabled');
    const again = given(workflow, ...before)
      .when(put(3))
      .then('meeting.national.sitting');
    expect([minute(again).outcome, minute(again, 2).put]).toEqual(['retabled', { revision: 30, changes: 3 }]);
    given(workflow, ...before, put(3))
      .when(decided(voters))
      .thenRefused('itemIsOpen');
    given(workflow, ...before, put(3), decided(voters, [], { item: 2 }))
      .when(closed)
      .then('closed');
  });

  it('is tabled again though it was voted on, which stays written (R-44)', () => {
    const voted = [...before, decided(voters)];
    given(workflow, ...voted)
      .when(put(2))
      .thenRefused('caseIsNotTabled');
    const again = given(workflow, ...voted)
      .when(put(3))
      .then('meeting.national.sitting');
    expect([minute(again).outcome, minute(again, 2).outcome]).toEqual(['carried', 'open']);
  });
});

describe('whoever is barred from a case', () => {
  const barred = [convened(), attended(), tabled(['gp', 'somebody-else'])];

  it('cannot vote on it, whatever the chair says (R-46)', () => {
    for (const history of [barred, [...barred, ...conflicted('gp', 'acknowledged')]]) {
      for (const votes of [
        { for: voters, against: [], abstained: [] },
        { for: unlike(voters, 'gp'), against: ['gp'], abstained: [] },
        { for: unlike(voters, 'gp'), against: [], abstained: ['gp'] },
      ]) {
        const refusal = given(workflow, ...history)
          .when({ ...decided(voters), data: { ...decided(voters).data, votes } })
          .thenRefused('R-46');
        expect(meanings(refusal)).toMatch(/interest in it: Person gp\. Take their votes out\.$/);
      }
      given(workflow, ...history)
        .when(decided(unlike(voters, 'gp')))
        .then('meeting.national.sitting');
    }
  });

  it('counts for nothing in its quorum (R-46, R-47)', () => {
    given(workflow, convened({ ...national, quorum: oneOfEach }), attended(except('gp-2')), tabled(['gp']))
      .when(decided(unlike(voters, 'gp', 'gp-2')))
      .thenRefused('itemIsQuorate');
  });

  it('and is only heard of when tabled, counts when attendance is corrected later (R-46)', () => {
    given(workflow, convened(), attended(except('gp')), tabled(['gp']), attended())
      .when(decided(voters))
      .thenRefused('R-46');
  });
});

describe('the vote on an item', () => {
  it('is of voting members who are present, each once, and every one is told (R-47)', () => {
    given(workflow, ...sitting())
      .when(decided([...voters, 'observer']))
      .thenRefused('votersAreEntitled');
    given(workflow, convened(), attended(except('third')), tabled())
      .when(decided(voters))
      .thenRefused('votersAreEntitled');
    given(workflow, ...sitting())
      .when(decided(voters, ['gp']))
      .thenRefused('eachVotesOnce');
    const refusal = given(workflow, ...sitting())
      .when(decided(unlike(voters, 'gp', 'nurse')))
      .thenRefused('everyVoteIsTold');
    expect(meanings(refusal)).toMatch(/Missing: Person gp, Person nurse\.$/);
  });

  it('carries the item with more for than against; a tie does with the chair’s casting vote only (R-47)', () => {
    const half = voters.slice(0, 5);
    const rest = voters.slice(5);
    for (const [vote, outcome] of [
      [decided(voters), 'carried'],
      [decided(voters.slice(0, 6), voters.slice(6)), 'carried'],
      [decided(voters.slice(0, 4), voters.slice(4)), 'not-carried'],
      [decided(half, rest), 'not-carried'],
      [decided(half, rest, { castingVote: 'for' }), 'carried'],
      [decided(half, rest, { castingVote: 'against' }), 'not-carried'],
      [decided([], [], { votes: { for: [], against: [], abstained: [...voters] } }), 'not-carried'],
    ] as const)
      expect(
        minute(
          given(workflow, ...sitting())
            .when(vote)
            .then('meeting.national.sitting'),
        ).outcome,
      ).toBe(outcome);
  });

  it('has no casting vote without a tie, nor of a chair who may not vote (R-47)', () => {
    given(workflow, ...sitting())
      .when(decided(voters, [], { castingVote: 'for' }))
      .thenRefused('castingVoteBreaksATie');
    const silentChair = members.map((each) => (each.id === 'chair' ? { ...each, voting: false } : each));
    given(workflow, convened({ ...national, members: silentChair }), attended(except('third')), tabled())
      .when(
        decided(['vice', 'gp', 'gp-2', 'nurse'], ['chief', 'chief-2', 'finance', 'contracting'], {
          castingVote: 'for',
        }),
      )
      .thenRefused('castingVoteBreaksATie');
  });

  it('never changes once it is taken: nothing more is recorded of the item, in this meeting or by tabling it again (R-47)', () => {
    for (const settled of [sitting(decided(voters)), [...everyGp(oneOfEach, 'left'), leftInquorate()]]) {
      for (const late of [
        decided(voters),
        declared('third'),
        handled('gp', 'acknowledged'),
        acknowledged(),
        leftInquorate(),
      ])
        given(workflow, ...settled)
          .when(late)
          .thenRefused('itemIsOpen');
      given(workflow, ...settled)
        .when(tabled())
        .thenRefused('caseIsNotTabled');
    }
  });
});

describe('who takes part in an item is asked with every fact of it (R-45, R-46, R-47)', () => {
  const knowing = (fact: Fact, known: Partial<Known>): Fact => ({ ...fact, data: { ...fact.data, ...known } });
  const partner = { id: 'gp', interest: 'Partner of a practice there.' };
  const hasInterest: Partial<Known> = { barred: ['gp'], registered: [partner] };
  const others = unlike(voters, 'gp');

  it('an interest that the register has is declared when the case is tabled, and handled before the vote', () => {
    const facts = [convened(), attended(), knowing(tabled(), hasInterest)];
    for (const late of [decided(others), leftInquorate()])
      given(workflow, ...facts)
        .when(late)
        .thenRefused('interestsAreHandled');
    given(workflow, ...facts)
      .when(declared('gp'))
      .thenRefused('interestIsNew');
    const standing = given(workflow, ...facts, knowing(handled('gp', 'left'), hasInterest))
      .when(knowing(decided(others), hasInterest))
      .then('meeting.national.sitting');
    expect(minute(standing).declarations).toEqual([{ ...partner, handling: 'left' }]);
  });

  it('one that the register learns of between tabling and vote bars as well, and is minuted', () => {
    given(workflow, ...sitting())
      .when(knowing(decided(voters), hasInterest))
      .thenRefused('interestsAreHandled');
    const facts = sitting(knowing(handled('gp', 'silent'), hasInterest));
    given(workflow, ...facts)
      .when(knowing(decided(voters), hasInterest))
      .thenRefused('nobodyBarredVotes');
    const standing = given(workflow, ...facts)
      .when(knowing(decided(others), hasInterest))
      .then('meeting.national.sitting');
    expect(minute(standing).declarations).toEqual([{ ...partner, handling: 'silent' }]);
  });

  it('the chair acknowledges none that the register has; one that lies elsewhere may be', () => {
    const elsewhere = { registered: [{ ...partner, subject: 'A90001' }] };
    given(workflow, ...sitting())
      .when(knowing(handled('gp', 'acknowledged'), hasInterest))
      .thenRefused('registeredBars');
    given(workflow, ...sitting(knowing(handled('gp', 'acknowledged'), elsewhere)))
      .when(decided(voters))
      .then('meeting.national.sitting');
  });

  it('whoever has an interest or a hand in the case keeps no minutes of it, and is not in its chair', () => {
    const known = { mayNotAct: ['clerk'] };
    for (const kept of [decided(voters), leftInquorate(), tabled([], 2)])
      given(workflow, ...sitting())
        .when(knowing(kept, known))
        .thenRefused('keeperMayAct');
    const chairs = { barred: ['chair'], registered: [{ ...partner, id: 'chair' }] };
    given(workflow, ...sitting(declared('gp')))
      .when(knowing(handled('gp', 'left'), chairs))
      .thenRefused('chairHandles');
    given(workflow, ...sitting(declared('gp')))
      .when(knowing(handled('gp', 'left', 'vice'), chairs))
      .then('meeting.national.sitting');
  });

  it('whoever lost the role of a member votes no more, counts for no quorum and gives no clinical input', () => {
    const [, ...left] = voters;
    given(workflow, ...sitting())
      .when(knowing(decided(voters), { entitled: left }))
      .thenRefused('votersAreEntitled');
    given(workflow, ...sitting())
      .when(knowing(decided(left), { entitled: left }))
      .then('meeting.national.sitting');
    given(workflow, ...sitting())
      .when(knowing(decided(['chair', 'vice']), { entitled: ['chair', 'vice'] }))
      .thenRefused('itemIsQuorate');
    given(workflow, ...sitting())
      .when(knowing(leftInquorate(), { entitled: ['chair', 'vice'] }))
      .then('meeting.national.sitting');
    const three = ['chair', 'vice', 'third'];
    given(workflow, ...sitting())
      .when(knowing(decided(three), { entitled: three }))
      .thenRefused('clinicalInputIsSettled');
  });

  it('a case on which somebody voted who is barred by now is tabled again in the same meeting', () => {
    given(workflow, ...sitting(decided(voters)))
      .when(tabled(['third']))
      .then('meeting.national.sitting');
  });

  it('a declaration bars from the case until the chair acknowledges it; what the register alone has bars without', () => {
    const told = (fact: Fact, ...before: readonly Fact[]): unknown => {
      const { snapshot } = given(workflow, ...sitting(...before))
        .when(fact)
        .then('meeting.national.sitting');
      return workflow.tells?.[fact.type]?.(fact, snapshot.context, 'meeting');
    };
    const news = (bars: boolean): unknown => ({
      case: caseId(1),
      type: 'ConflictRecorded',
      data: { meeting: 'meeting', item: 1, person: 'gp', subject: 'A81001', bars },
    });
    expect(told(declared('gp'))).toEqual(news(true));
    expect(told(handled('gp', 'silent'), declared('gp'))).toEqual(news(true));
    expect(told(handled('gp', 'acknowledged'), declared('gp'))).toEqual(news(false));
    expect(told(knowing(handled('gp', 'left'), hasInterest))).toBeUndefined();
  });
});

describe('a decision without a clinician in the room', () => {
  const withoutNurse = [convened(), attended(except('nurse', 'gp-2')), tabled()];
  const remaining = unlike(voters, 'nurse', 'gp', 'gp-2');
  const alone = (handling: Handling): readonly Fact[] => [...withoutNurse, ...conflicted('gp', handling)];

  it.each(['left', 'no-papers'] as const)(
    'is flagged, and waits for the chair to acknowledge it: the last clinician was handled as “%s” (R-48)',
    (handling) => {
      given(workflow, ...alone(handling))
        .when(decided(remaining))
        .thenRefused('R-48');
      const standing = given(workflow, ...alone(handling), acknowledged())
        .when(decided(remaining))
        .then('meeting.national.sitting');
      expect(minute(standing)).toMatchObject({ outcome: 'carried', clinicalInput: false, acknowledgedBy: 'chair' });
    },
  );

  it('is acknowledged by nobody but the chair (R-48)', () => {
    given(workflow, ...alone('left'))
      .when(acknowledged('vice'))
      .thenRefused('chairAcknowledges');
  });

  it('is no longer when the clinician’s interest is handled anew and they come back (R-48)', () => {
    const standing = given(workflow, ...alone('left'), acknowledged(), handled('gp', 'silent'))
      .when(decided(remaining))
      .then('meeting.national.sitting');
    expect(minute(standing)).toMatchObject({ clinicalInput: true, acknowledgedBy: null });
  });

  it.each(['discussed-without-vote', 'silent', 'acknowledged'] as const)(
    'is none while one is left in the room, here handled as “%s”: there is nothing to acknowledge (R-48)',
    (handling) => {
      given(workflow, ...alone(handling))
        .when(acknowledged())
        .thenRefused('clinicianIsMissing');
      const all = handling === 'acknowledged' ? [...remaining, 'gp'] : remaining;
      const standing = given(workflow, ...alone(handling))
        .when(decided(all))
        .then('meeting.national.sitting');
      expect(minute(standing)).toMatchObject({ clinicalInput: true, acknowledgedBy: null });
    },
  );
});

describe('scenario 12: every GP has an interest', () => {
  const rest = unlike(voters, 'gp', 'gp-2');
  const excluding = ['discussed-without-vote', 'silent', 'left', 'no-papers'] as const;

  it.each([
    ['(a) three with a lay member and a named executive', layMemberAndNamedExecutive],
    ['(d) four with the chair', fourWithTheChair],
  ] as const)('and the meeting can decide without them under the quorum rule %s (R-47)', (_, quorum) => {
    for (const handling of excluding) {
      given(workflow, ...everyGp(quorum, handling))
        .when(leftInquorate())
        .thenRefused('itemIsInquorate');
      given(workflow, ...everyGp(quorum, handling))
        .when(decided(rest))
        .then('meeting.national.sitting');
    }
  });

  it.each([
    ['(b) many offices and two non-voting members', manyOffices],
    ['(c) one lay member, GP and executive', oneOfEach],
  ] as const)('and the meeting is inquorate by construction under the quorum rule %s (R-47)', (_, quorum) => {
    for (const handling of excluding) {
      const refusal = given(workflow, ...everyGp(quorum, handling))
        .when(decided(rest))
        .thenRefused('R-47');
      expect(meanings(refusal)).toMatch(/defer or escalate it\. Missing: at least 1 GP: 0 present\.$/);
      const standing = given(workflow, ...everyGp(quorum, handling))
        .when(leftInquorate())
        .then('meeting.national.sitting');
      expect(minute(standing)).toMatchObject({
        outcome: 'inquorate',
        next: 'defer',
        votes: { for: [], against: [], abstained: [] },
      });
      given(workflow, ...everyGp(quorum, handling), leftInquorate())
        .when(closed)
        .then('closed');
    }
  });

  it('and what comes next is minuted: a region may escalate, above the national committee nobody stands (R-45, R-47)', () => {
    const inTheRegion = (all: readonly Fact[]): readonly Fact[] =>
      all.map((each) => ({ ...each, actor: keeper(each.actor.id, 'regional-assessor', 'Y54') }));
    const facts = [
      convened({ ...national, organisation: 'Y54', quorum: oneOfEach }),
      ...everyGp(oneOfEach, 'left').slice(1),
    ];
    for (const next of ['defer', 'escalate'] as const) {
      const [fact] = inTheRegion([leftInquorate(next)]);
      const standing = given(workflow, ...inTheRegion(facts))
        .when(fact!)
        .then('meeting.regional.sitting');
      expect(minute(standing)).toMatchObject({ outcome: 'inquorate', next });
    }
    const refusal = given(workflow, ...everyGp(oneOfEach, 'left'))
      .when(leftInquorate('escalate'))
      .thenRefused('somebodyStandsAbove');
    expect(refusal).toMatchObject({ rule: 'R-45' });
  });

  it.each([layMemberAndNamedExecutive, manyOffices, oneOfEach, fourWithTheChair])(
    'and with the interests acknowledged it decides under any rule: %j (R-47)',
    (quorum) => {
      given(workflow, ...everyGp(quorum, 'acknowledged'))
        .when(decided(voters))
        .then('meeting.national.sitting');
    },
  );
});

describe('the minute of an item', () => {
  it('says who met, was present, declared what, how it was handled, and the votes (R-47)', () => {
    const standing = given(workflow, ...sitting(...conflicted('gp', 'silent')))
      .when(decided(unlike(voters, 'gp', 'third'), ['third'], { decision: 'approve-with-conditions', conditions }))
      .then('meeting.national.sitting');
    expect(minute(standing)).toEqual({
      meeting: 'meeting',
      item: 1,
      heldOn: '2015-02-10',
      committee: { id: 'assurance', name: 'Assurance and Development Committee', organisation: 'nhse' },
      case: caseId(1),
      decision: 'approve-with-conditions',
      conditions,
      outcome: 'carried',
      present: members,
      declarations: [{ id: 'gp', interest: 'Partner of a practice there.', handling: 'silent' }],
      votes: { for: unlike(voters, 'gp', 'third'), against: ['third'], abstained: [] },
      clinicalInput: true,
      acknowledgedBy: null,
    });
    expect(minuteOf(standing.snapshot.context as Context, 'meeting', 2)).toBeUndefined();
  });

  it('of an approval with conditions holds them: they are voted on, or nothing is (R-44)', () => {
    given(workflow, ...sitting())
      .when(decided(voters, [], { decision: 'approve-with-conditions' }))
      .thenRefused('conditionsAreVotedOn');
    for (const decision of ['approve', 'defer', 'reject'] as const)
      given(workflow, ...sitting())
        .when(decided(voters, [], { decision, conditions }))
        .thenRefused('conditionsGoWithTheVote');
  });

  it('says what the case was when it was tabled (R-44)', () => {
    const standing = given(workflow, convened(), attended(), put(4))
      .when(decided(voters))
      .then('meeting.national.sitting');
    expect(minute(standing)).toMatchObject({ put: { revision: 40, changes: 4 }, outcome: 'carried' });
  });

  it('of an open item tells the decision proposed and the interests handled; before there is a meeting there is none', () => {
    const { standing } = given(workflow, ...sitting());
    expect(minute(standing)).toMatchObject({ decision: 'approve', outcome: 'open' });
    const pending = given(workflow, ...sitting(declared('gp'), ...conflicted('third', 'left'))).standing;
    expect(minute(pending).declarations.map(({ id }) => id)).toEqual(['third']);
    expect(minuteOf(given(workflow).standing.snapshot.context as Context, 'meeting', 1)).toBeUndefined();
  });

  it('stands in the summary with the quorum as it is after exclusions (R-47)', () => {
    const { snapshot } = given(workflow, ...everyGp(oneOfEach, 'left')).standing;
    expect(workflow.summary(snapshot.context)).toMatchObject({
      committee: { id: 'assurance' },
      chairedBy: 'chair',
      items: [{ item: 1, quorate: false, missing: ['at least 1 GP: 0 present'], voters: unlike(voters, 'gp', 'gp-2') }],
    });
  });
});

describe('what a meeting is told', () => {
  it.each<readonly [string, FactType, object, string]>([
    ['somebody present twice', 'MembersAttended', { present: ['a', 'a'], chairedBy: 'a' }, 'present'],
    ['nobody present', 'MembersAttended', { present: [], chairedBy: 'a' }, 'present'],
    [
      'votes that are no list',
      'ItemDecided',
      { ...decided([]).data, votes: { for: 'all', against: [], abstained: [] } },
      'votes.for',
    ],
    [
      'votes without the abstentions',
      'ItemDecided',
      { ...decided([]).data, votes: { for: [], against: [] } },
      'votes.abstained',
    ],
    ['an item that is no case', 'ItemTabled', { case: '1', title: 'x', decision: 'approve' }, 'case'],
    [
      'who is barred, which only the service says',
      'ItemTabled',
      { case: caseId(1), title: 'x', decision: 'approve', barred: [] },
      'barred',
    ],
  ])('is checked: %s', (_, type, data, field) => {
    expect(checkData(workflow, type, data)).toMatchObject({ ok: false, refusal: { fields: [{ field }] } });
  });

  it('is offered as moves to those who keep it: no votes before it sits, no closing with an item open', () => {
    const offers = (...history: readonly Fact[]): readonly string[] =>
      movesFrom(workflow, given(workflow, ...history).standing, clerk, [clerk], at('10:00')).map(({ type }) => type);
    expect(offers(convened()).toSorted()).toEqual(['ItemTabled', 'MeetingCalledOff', 'MembersAttended']);
    expect(offers(...sitting())).toContain('ItemDecided');
    expect(offers(...sitting())).not.toContain('MeetingClosed');
    expect(offers(...sitting(decided(voters)))).toContain('MeetingClosed');
  });
});
