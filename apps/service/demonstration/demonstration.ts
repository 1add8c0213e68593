/** The demonstration: a dozen CCGs at different stages, brought there by the same commands that people use. */
import { CommandBus } from '@nestjs/cqrs';
import { createHash } from 'node:crypto';
import type { Actor } from '../../../libs/event-log/index.js';
import { addDays, londonDay } from '../../../libs/workflow/london.js';
import { currentRound, previousRound } from '../../../libs/register/rounds.js';
import type { Round } from '../../../libs/register/model.js';
import type { Asking } from '../access/asking.js';
import { Act, Begin } from '../cases/act.js';
import type { Acted } from '../cases/recorder.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { SimulatedClock } from '../clock/clock.js';
import { Timekeeper } from '../clock/timekeeper.js';
import { derivedId } from '../ids.js';
import type { Service } from '../service.js';
import * as forms from './forms.js';

const hour = 3_600_000;
const dayLong = 24 * hour;

/** Somebody's steps on one case, at the hours of an invented year. */
class Play {
  #count = 0;

  constructor(
    private readonly service: Service,
    private readonly clock: SimulatedClock,
    private readonly issuer: string,
  ) {}

  /** Lets time pass, with everything that comes due. */
  async until(moment: Date): Promise<void> {
    if (moment > this.clock.now()) await this.service.app.get(Timekeeper).moveTo(moment);
  }

  /** Expresses the CCG's interest. Gives the case's id. */
  async begin(ccg: string, round: Round): Promise<string> {
    const name = this.service.ledger.register.ccg(ccg)?.name ?? ccg;
    const data = forms.interestForm(round.goLive, name);
    return this.recorded(
      await this.bus.execute<Begin, Acted>(
        new Begin('delegated-commissioning', ccg, round.id, data, this.key(), this.person(`officer@${ccg}`)),
      ),
    ).caseId;
  }

  async act(id: string, persona: string, type: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const held = await this.service.ledger.standings.of(caseStream(id));
    const attempt = { type, data, ...this.key() };
    this.recorded(
      await this.bus.execute<Act, Acted>(new Act(id, attempt, held?.standing.revision, this.person(persona))),
    );
  }

  /** The committee meets over the case and decides it so. */
  async decide(id: string, chair: string, committee: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const heldOn = londonDay(this.clock.now());
    const sitting = this.service.ledger.register.committee(committee, heldOn);
    if (sitting === undefined) throw new Error(`The register has no committee ${committee} on ${heldOn}`);
    const minuting: forms.Minuting = {
      convene: async (convened) =>
        this.recorded(
          await this.bus.execute<Begin, Acted>(
            new Begin('committee-meeting', '', '', convened, this.key(), this.person(chair)),
          ),
        ).caseId,
      record: (meeting, type, said) => this.act(meeting, chair, type, said),
    };
    const proposal = { case: id, title: 'Delegated commissioning', decision: String(data['decision']) };
    const meeting = await forms.holdMeeting(minuting, sitting, heldOn, [proposal]);
    await this.act(id, chair, 'DecisionMade', { ...data, meeting, item: 1 });
  }

  private recorded(acted: Acted): Acted & { outcome: 'recorded' } {
    if (acted.outcome !== 'recorded') throw new Error(`The demonstration was refused: ${JSON.stringify(acted)}`);
    return acted;
  }

  private key(): Begin['attempt'] {
    this.#count += 1;
    const command = createHash('sha256').update(`demonstration ${this.#count}`).digest('hex');
    return { key: derivedId('demonstration', String(this.#count)), command };
  }

  private person(subject: string): Asking {
    const known = this.service.ledger.register.person(this.issuer, subject);
    if (known === undefined) throw new Error(`The register does not know ${subject}`);
    return { id: subject, name: known.name, issuer: this.issuer, grants: known.grants };
  }

  private get bus(): CommandBus {
    return this.service.app.get(CommandBus);
  }
}

/** How far a case of the demonstration comes. */
type Stop =
  | 'interest'
  | 'returned'
  | 'engaging'
  | 'balloting'
  | 'counted'
  | 'constitution'
  | 'assurance'
  | 'question'
  | 'decision'
  | 'agreement'
  | 'signed'
  | 'in-force'
  | 'suspended'
  | 'variation'
  | 'revoked'
  | 'rejected';

interface Plot {
  readonly ccg: string;
  readonly round: Round;
  readonly stop: Stop;
  /** The case takes place between these moments. */
  readonly from: Date;
  readonly to: Date;
}

/** One case, step by step; each step waits for the moment it yields. */
async function* story(play: Play, service: Service, { ccg, round, stop, from, to }: Plot): AsyncGenerator<Date, void> {
  const at = (part: number): Date => new Date(from.getTime() + part * (to.getTime() - from.getTime()));
  const region = service.ledger.register.ccg(ccg)?.region ?? '';
  const [officer, assessor] = [`officer@${ccg}`, `assessor@${region}`];

  yield at(0.02);
  const id = await play.begin(ccg, round);
  if (stop === 'interest') return;

  yield at(0.1);
  if (stop === 'returned')
    return play.act(id, assessor, 'InterestReturned', { missing: 'Say how impact will be measured.' });
  await play.act(id, assessor, 'InterestAcknowledged', {
    readiness: 'ready-soon',
    grounds: 'Sound finances, a new team.',
  });

  yield at(0.15);
  await play.act(id, officer, 'EngagementRecorded', forms.engagement(londonDay(at(0.12))));
  if (stop === 'engaging') return;

  yield at(0.2);
  const closes = stop === 'balloting' ? new Date(to.getTime() + 5 * dayLong) : at(0.4);
  await play.act(id, officer, 'BallotOpened', forms.ballot(closes.toISOString()));
  yield* votes(play, service, id, { ccg, from: at(0.22), to: at(0.38), half: stop === 'balloting' });
  if (stop === 'balloting') return;

  yield new Date(closes.getTime() + hour);
  if (stop === 'counted') return;
  yield at(0.45);
  await play.act(id, `verifier@${ccg}`, 'ResultVerified', forms.verification);

  const version = service.ledger.register.constitutionOf(ccg)?.version ?? 1;
  yield at(0.5);
  await play.act(id, officer, 'AmendmentProposed', forms.amendment(version + 1, version));
  await play.act(id, officer, 'TermsOfReferenceDrafted', forms.termsDraft);
  if (stop === 'constitution') return;
  yield at(0.55);
  await play.act(id, 'constitution@nhse', 'AmendmentApproved', forms.amendmentApproved(version + 1));
  await play.act(id, assessor, 'TermsOfReferenceAgreed', forms.termsAgreed);
  yield at(0.58);
  await play.act(id, officer, 'TermsOfReferenceSigned', forms.termsSigned);

  yield at(0.6);
  await play.act(id, officer, 'ApplicationSubmitted', forms.applicationForm());
  if (stop === 'assurance') return;
  yield at(0.65);
  await play.act(id, assessor, 'InformationRequested', {
    question: 'How is the delegated budget ring-fenced?',
    threshold: 'financial-control',
  });
  if (stop === 'question') return;
  yield at(0.7);
  await play.act(id, officer, 'InformationProvided', {
    question: 1,
    answer: 'In a cost centre of its own, reported monthly.',
  });
  yield at(0.75);
  for (const threshold of forms.thresholds)
    await play.act(id, assessor, 'ThresholdAssessed', forms.assessment(threshold));
  await play.act(id, assessor, 'SubmissionSigned', forms.countersigned);
  await play.act(id, assessor, 'RegionRecommended', forms.recommendation);
  if (stop === 'decision') return;

  yield at(0.85);
  if (stop === 'rejected') {
    const reasons = [{ code: 'structural-burden', text: 'Three small committees would decide for one population.' }];
    return play.decide(id, 'committee@nhse', 'nhse-assurance', {
      decision: 'reject',
      grounds: 'The structure is too heavy.',
      reasons,
    });
  }
  const decision = stop === 'agreement' ? forms.conditionalApproval(addDays(round.goLive, -14)) : forms.approval;
  await play.decide(id, 'committee@nhse', 'nhse-assurance', decision);
  if (stop === 'agreement') return;
  yield at(0.9);
  await play.act(id, officer, 'AgreementSigned', forms.signature('Accountable officer'));
  await play.act(id, 'committee@nhse', 'AgreementSigned', forms.signature('National director'));
  if (stop === 'signed') return;

  yield new Date(Date.parse(round.goLiveAt) + 60 * dayLong);
  if (stop === 'suspended') {
    await play.act(id, 'committee@nhse', 'FunctionsSuspended', {
      functions: ['discretionary-payments'],
      reasons: 'Payments were made without the committee.',
    });
  } else if (stop === 'variation') {
    await play.act(id, officer, 'VariationProposed', {
      add: ['practice-mergers'],
      reasons: 'Two practices want to merge.',
    });
  } else if (stop === 'revoked') {
    const reasons = 'The CCG overspent the delegated budget for a second quarter.';
    await play.act(id, 'committee@nhse', 'DelegationRevoked', {
      authority: 'Section 13Z of the NHS Act 2006',
      reasons,
      effectiveOn: londonDay(new Date(Date.parse(round.goLiveAt) + 60 * dayLong)),
    });
  } else {
    await play.act(id, assessor, 'DelegationReviewed', { findings: 'The committee meets monthly and in public.' });
  }
}

/** Most practices vote for, some against, one in nine stays away; the same every time. */
async function* votes(
  play: Play,
  service: Service,
  id: string,
  { ccg, from, to, half }: { ccg: string; from: Date; to: Date; half: boolean },
): AsyncGenerator<Date, void> {
  const roll = service.ledger.register
    .rollOf(ccg, londonDay(from))
    .filter((_, index) => index % 9 !== 8 && !(half && index % 2 === 1));
  for (const [index, { practice }] of roll.entries()) {
    yield new Date(from.getTime() + (index / roll.length) * (to.getTime() - from.getTime()));
    await play.act(id, `practice@${practice}`, 'VoteCast', {
      choice: index % 7 === 6 ? 'against' : index % 11 === 10 ? 'abstain' : 'for',
    });
  }
}

/** Plays the stories side by side, each step at its moment. */
async function playAll(play: Play, stories: readonly AsyncGenerator<Date, void>[]): Promise<void> {
  const next = new Map<AsyncGenerator<Date, void>, Date>();
  for (const each of stories) await advance(each, next);
  while (next.size > 0) {
    const [soonest] = [...next].sort(([, a], [, b]) => a.getTime() - b.getTime());
    if (soonest === undefined) return;
    await play.until(soonest[1]);
    await advance(soonest[0], next);
  }
}

async function advance(each: AsyncGenerator<Date, void>, next: Map<AsyncGenerator<Date, void>, Date>): Promise<void> {
  const step = await each.next();
  if (step.done) next.delete(each);
  else next.set(each, step.value);
}

const earlier: readonly Stop[] = ['in-force', 'suspended', 'variation', 'revoked', 'rejected'];
const present: readonly Stop[] = [
  'interest',
  'returned',
  'engaging',
  'balloting',
  'counted',
  'constitution',
  'assurance',
  'question',
  'decision',
  'agreement',
  'signed',
];

/** Loads the demonstration; the service's clock goes back for it and is what it was when this resolves. */
export async function loadDemonstration(service: Service, issuer: string, registrar: Actor): Promise<void> {
  const { ledger, clock } = service;
  const now = clock.now();
  const rounds = [previousRound(now), currentRound(now)] as const;
  const time = new SimulatedClock(new Date(rounds[0].opens));
  const own = clock.follow(time);
  try {
    const facts = rounds.map((data) => ({
      id: derivedId('demonstration', `round ${data.id}`),
      type: 'RoundAnnounced' as const,
      data,
    }));
    await ledger.record(facts, { actor: registrar, at: time.now().toISOString() });
    const play = new Play(service, time, issuer);
    await playAll(
      play,
      plots(service, rounds, now).map((plot) => story(play, service, plot)),
    );
    await play.until(now);
  } finally {
    clock.follow(own);
  }
}

/** CCGs of middling size from all regions, 00C among them, each with its part. */
function plots(
  { ledger: { register } }: Service,
  [before, current]: readonly [Round, Round],
  now: Date,
): readonly Plot[] {
  const stops = [
    ...earlier.map((stop) => ({ stop, round: before })),
    ...present.map((stop) => ({ stop, round: current })),
  ];
  const byRegion = register
    .regions()
    .map(({ code }) =>
      register.ccgs({ region: code }).filter((ccg) => isMiddling(register.practices({ ccg: ccg.code }).length)),
    );
  return stops.map(({ stop, round }, index): Plot => {
    const ofRegion = byRegion[(index + 3) % byRegion.length] ?? [];
    const ccg =
      stop === 'balloting'
        ? '00C'
        : ofRegion.filter(({ code }) => code !== '00C')[Math.floor((index + 3) / byRegion.length)]?.code;
    if (ccg === undefined) throw new Error('The register has too few CCGs for the demonstration');
    const [from, to] = round === before ? [before.opens, before.goLiveAt] : [current.opens, now.toISOString()];
    return { ccg, round, stop, from: new Date(from), to: new Date(to) };
  });
}

const isMiddling = (practices: number): boolean => practices >= 15 && practices <= 45;
