/**
 * Who sees what: every route that tells of cases is asked as every kind of asker, and each answer is held against the one definition
 * (`apps/service/access`). A route that is new must say here what it tells of cases.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as forms from '../../demonstration/forms.js';
import { eventsSeen, type Sight } from '../../apps/service/access/seen.js';
import { Visibility } from '../../apps/service/access/visibility.js';
import type { Asker } from '../../apps/service/access/asker.js';
import { caseInGroup } from '../../apps/service/ledger/ids.js';
import { developmentIssuer } from '../../apps/service/seed.js';
import { stateInWords } from '../../libs/workflow/state.js';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { State } from '../../libs/workflow/index.js';
import type { StageStatus } from '../../libs/workflow/progress.js';
import type { CloudEvent } from '../../apps/service/feed/cloud-event.js';
import { workflows } from '../../workflows/index.js';
import { meetingOn } from '../meetings.js';
import { problemIn } from '../problem.js';
import { testService, type Body, type TestService } from '../service.js';
import { acts, begun } from '../hand.js';
import { takeTo } from '../story.js';

let to: TestService<Body>;
let visibility: Visibility;
/** Every case of the log, by what it is. */
let cases: Readonly<
  Record<'balloting' | 'submitted' | 'withdrawn' | 'inviting' | 'invited' | 'meeting' | 'request', string>
>;
/** The group of the last two applications. */
let groupId: string;
/** Practices: one that voted, one on the same roll that did not, one of another CCG. */
let voter: string;
let silent: string;
let stranger: string;

/** Words that stand in facts which are no matter of the members. */
const unspoken = ['MARK-interest', 'MARK-readiness', 'MARK-withdrawal', 'MARK-form'];

beforeAll(async () => {
  to = await testService<Body>();
  const { register } = to.service.ledger;
  visibility = new Visibility(to.service.ledger, to.service.clock);
  const marked = { fit: 'MARK-interest' };
  const marking = async (ccg: string) => (await to.as(`officer@${ccg}`).begin(ccg, { data: marked })).body.id;
  const [balloting, withdrawn, submitted] = [await marking('00C'), await marking('01C'), await marking('01A')];
  const together = forms.groupInterestForm('2015-04-01', 'Two', ['01F', '01G']);
  const proposed = (await to.as('officer@01F').begin('01F', { data: together })).body;
  groupId = (proposed.details as unknown as { readonly groupId: string }).groupId;
  const [inviting, invited] = [proposed.id, caseInGroup(groupId, '01G')];
  await acknowledged([balloting, withdrawn]);
  await takeTo('submitted', to, submitted, '01A');
  const closes = '2015-01-09T11:00:00.000Z';
  for (const [id, ccg] of [
    [balloting, '00C'],
    [withdrawn, '01C'],
  ] as const)
    await acts(to, `officer@${ccg}`, id, 'BallotOpened', forms.ballot(closes));
  const roll = register.rollOf('00C', '2015-01-08').map(({ practice }) => practice);
  [voter, silent] = [roll[0]!, roll.at(-1)!];
  stranger = register.practices({ on: '2015-01-08' }).find(({ ccg }) => ccg === '01D')!.code;
  for (const [index, code] of roll.slice(0, -1).entries())
    await acts(to, `practice@${code}`, balloting, 'VoteCast', { choice: ['against', 'for', 'abstain'][index % 3] });
  const [other] = register.rollOf('01C', '2015-01-08');
  await acts(to, `practice@${other!.practice}`, withdrawn, 'VoteCast', { choice: 'for' });
  await acts(to, 'officer@01C', withdrawn, 'ApplicationWithdrawn', { because: 'other', text: 'MARK-withdrawal' });
  // A vote that is refused tells its choice in the hash of its request, too.
  await to.as(`practice@${other!.practice}`).act(withdrawn, 'VoteCast', { choice: 'for' });
  const meeting = await meetingOn(to, submitted, 'defer', { persona: 'committee@nhse' });
  const { id: request } = await begun(to, {
    who: 'officer@01A',
    workflow: 'membership-request',
    ccg: '01A',
    data: { kind: 'move', practiceCodes: [voter], to: '01A', effectiveOn: '2015-04-01', reasons: 'Nearer.' },
  });
  cases = { balloting, submitted, withdrawn, inviting, invited, meeting, request };
});
afterAll(() => to.close());

async function acknowledged(ids: readonly string[]): Promise<void> {
  await to.until('2014-07-01T10:00:00.000Z');
  for (const id of ids) {
    const { region } = to.service.ledger.views.findCase(id)!;
    await acts(to, `assessor@${region}`, id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'MARK-readiness' });
  }
}

const personas = (): readonly string[] => [
  'officer@00C',
  'officer@01A',
  'officer@01C',
  'officer@01D',
  'officer@01F',
  'officer@01G',
  'verifier@00C',
  'assessor@Y54',
  'assessor@Y56',
  'panel@Y54',
  `practice@${voter}`,
  `practice@${silent}`,
  `practice@${stranger}`,
  'constitution@nhse',
  'committee@nhse',
  'registrar@nhse',
  'auditor@nhse',
  'officer@99Z',
];
const practices = (): readonly string[] => [voter, silent].map((code) => `practice@${code}`);

const askerOf = (persona: string): Asker => {
  const known = to.service.ledger.register.person(developmentIssuer, persona);
  return { id: persona, name: known?.name ?? persona, issuer: developmentIssuer, grants: known?.grants ?? [] };
};

/** What the definition lets somebody see, of all there is. */
async function sightsOf(persona: string) {
  const asker = askerOf(persona);
  return Promise.all(
    Object.values(cases).map(async (id) => ({
      id,
      sight: visibility.sight(id, asker),
      events: await to.log.readStream(`case-${id}`, { limit: 1000 }),
    })),
  );
}

/** As the API writes events. */
const written = (events: readonly RecordedEvent[]) => JSON.parse(JSON.stringify(events)) as readonly RecordedEvent[];

/** A case as any route shows it. */
interface Shown {
  readonly id: string;
  readonly state: State;
  readonly stages: readonly StageStatus[];
  readonly waitingOn: readonly string[];
  readonly outcome: string | null;
  readonly group: readonly string[] | null;
  readonly groupId?: string;
  readonly updatedAt?: string;
  readonly details?: object;
  readonly links: Readonly<Record<string, string>>;
}

/** What the routes answer, the fields of all in one. */
interface Told extends Shown {
  readonly cases: readonly Shown[];
  readonly events?: readonly RecordedEvent[];
  readonly queues: readonly { readonly name: string }[];
  readonly items: readonly { readonly case: string; readonly state: State }[];
  readonly paths: Readonly<Record<string, object>>;
}

/** Which fields there are is what the spec finds out. */
async function ask(persona: string, path: string): Promise<{ readonly status: number; readonly body: Told }> {
  const { status, body } = await to.as(persona).get(path);
  return { status, body: body as unknown as Told };
}

/** The dotted paths that a state, as it was shown, consists of. */
const pathsIn = (state: State, above = ''): readonly string[] =>
  typeof state === 'string'
    ? state === ''
      ? []
      : [above + state]
    : Object.entries(state).flatMap(([name, inner]) => [above + name, ...pathsIn(inner, `${above}${name}.`)]);

/** Every word a list can be filtered by, of any case of any workflow. */
const everyPlace = (): readonly string[] => {
  const rows = Object.values(cases).map((id) => to.service.ledger.views.findCase(id)!);
  const outcomes = ['withdrawn', 'defeated', 'rejected', 'approved', 'deferred'];
  const stages = workflows.flatMap((each) => each.stages.map(({ name }) => name));
  return [...new Set([...rows.flatMap(({ state }) => pathsIn(state)), ...stages, ...outcomes])];
};

const roles = [
  'ccg-officer',
  'practice-representative',
  'result-verifier',
  'regional-assessor',
  'constitution-reviewer',
  'national-committee',
];

/** What each route that is read tells of cases; `none`: nothing at all. Checked below, by name. */
const told: Readonly<Record<string, string>> = {
  '/api/me': 'none',
  '/api/cases': 'lists',
  '/api/cases/{id}': 'cases',
  '/api/cases/{id}/events': 'histories',
  '/api/cases/{id}/refusals': 'refusals',
  '/api/cases/{id}/diagram.svg': 'diagrams',
  '/api/queues': 'queues',
  '/api/queues/{name}': 'queues',
  '/api/events': 'feed',
  '/api/groups/{id}': 'groups',
  '/api/arrangements/{ccg}': 'arrangements',
  '/api/uptake': 'public counts of levels held',
  '/api/audit/events': 'the whole history, to auditors alone',
  '/api/audit/refusals': 'the whole history, to auditors alone',
  '/api/audit/people/{id}': 'the whole history, to auditors alone',
  '/api/audit/readings': 'the whole history, to auditors alone',
  '/api/audit/as-of': 'the whole history, to auditors alone',
  '/api/audit/difference': 'the whole history, to auditors alone',
  '/api/documents/{sha256}': 'documents that an event names to its reader',
  '/api/workflows': 'none',
  '/api/workflows/{name}/{version}': 'none',
  '/api/workflows/{name}/{version}/diagram.svg': 'none',
  '/api/workflows/{name}/{version}/description.md': 'none',
  '/api/workflows/{name}/{version}/events/{type}': 'none',
  '/api/register': 'none',
  '/api/register/ccgs': 'none',
  '/api/register/practices': 'none',
  '/api/register/rounds': 'none',
  '/api/register/regions': 'none',
  '/api/register/committees': 'none',
  '/api/register/committees/proposals': 'none',
  '/api/register/interests': 'none',
  '/api/register/imports/{id}': 'none',
  '/api/register/bank-holidays': 'none',
  '/api/register/roles': 'none',
  '/api/clock': 'none',
  '/api/operations/views': 'none',
  '/api/operations/clock': 'none',
  '/api/openapi.json': 'none',
  '/api/docs': 'none',
  '/problems': 'none',
  '/problems/{name}': 'none',
  '/health/live': 'none',
  '/health/ready': 'none',
  '/metrics': 'counts of cases and queues, for operators',
};

it('every route that is read says what it tells of cases', async () => {
  const { body } = await ask('auditor@nhse', '/api/openapi.json');
  const reads = Object.entries(body.paths).filter(([, item]) => 'get' in item);
  expect(reads.map(([path]) => path).filter((path) => !Object.hasOwn(told, path))).toEqual([]);
});

it('the whole history is told to auditors alone', async () => {
  const routes = Object.keys(told).filter((path) => told[path] === 'the whole history, to auditors alone');
  const asked: Readonly<Record<string, string>> = {
    '/api/audit/as-of': '?at=2015-01-01',
    '/api/audit/difference': '?from=2015-01-01&to=2015-01-08',
  };
  for (const path of routes)
    for (const persona of personas()) {
      const { status } = await ask(persona, path.replace('{id}', 'officer@00C') + (asked[path] ?? '?'));
      expect([path, persona, status]).toEqual([path, persona, persona === 'auditor@nhse' ? 200 : 403]);
    }
});

describe('the definition', () => {
  it('is the same by the rows of the views, by the machine’s memory, and in lists', async () => {
    for (const persona of personas()) {
      const asker = askerOf(persona);
      const listed = to.service.ledger.views.cases({ scope: visibility.scope(asker), limit: 100 }).cases;
      for (const { id, sight } of await sightsOf(persona)) {
        const held = await to.service.ledger.streams.of(`case-${id}`);
        const extent = visibility.extent(asker, held!.workflow, held!.standing);
        const row = listed.find((each) => each.id === id);
        expect([persona, id, extent]).toEqual([persona, id, sight?.extent ?? 'nothing']);
        expect([persona, id, row?.extent]).toEqual([persona, id, sight?.extent]);
      }
    }
  });

  it('lets a practice see the mandate of its CCG, its officers and region the whole, and strangers nothing', async () => {
    const extents = async (persona: string) =>
      Object.fromEntries(
        (await sightsOf(persona)).map(({ id, sight }) => [
          Object.entries(cases).find(([, each]) => each === id)![0],
          sight?.extent ?? 'nothing',
        ]),
      );
    const none = Object.fromEntries(Object.keys(cases).map((name) => [name, 'nothing']));
    expect(await extents(`practice@${silent}`)).toEqual({ ...none, balloting: 'part' });
    expect(await extents(`practice@${voter}`)).toEqual({ ...none, balloting: 'part', request: 'all' });
    expect(await extents(`practice@${stranger}`)).toEqual(none);
    expect(await extents('officer@99Z')).toEqual(none);
    // A practice of the CCG would leave it: that concerns the CCG.
    expect(await extents('officer@00C')).toEqual({ ...none, balloting: 'all', request: 'all' });
    expect(await extents('verifier@00C')).toEqual({ ...none, balloting: 'all' });
    for (const extent of Object.values(await extents('committee@nhse'))) expect(extent).toBe('all');
  });
});

describe('every route, asked as every kind of asker', () => {
  it('cases: there or not, and of a part that part alone, now and as they stood', async () => {
    for (const persona of personas())
      for (const { id, sight, events } of await sightsOf(persona)) {
        for (const query of ['', '?revision=0', `?revision=${events.length - 1}`, '?asOf=2015-02-01T10:00:00Z']) {
          const { status, body } = await ask(persona, `/api/cases/${id}${query}`);
          expect([persona, id, query, status]).toEqual([persona, id, query, sight ? 200 : 404]);
          if (sight?.extent === 'part') expectPart(sight, body);
        }
        const diagram = await ask(persona, `/api/cases/${id}/diagram.svg`);
        expect([persona, id, diagram.status]).toEqual([persona, id, sight?.extent === 'all' ? 200 : 404]);
      }
  });

  it('lists and their filters: what is seen, found by nothing but what is seen of it', async () => {
    for (const persona of personas()) {
      const seen = (await sightsOf(persona)).filter(({ sight }) => sight);
      const { body } = await ask(persona, '/api/cases?limit=100');
      const idsIn = (list: readonly Shown[]): readonly string[] => list.map(({ id }) => id).toSorted();
      expect([persona, idsIn(body.cases)]).toEqual([persona, seen.map(({ id }) => id).toSorted()]);
      for (const row of body.cases) {
        const { sight } = seen.find(({ id }) => id === row.id)!;
        if (sight?.extent === 'part') expectPart(sight, row);
        const { body: shown } = await ask(persona, `/api/cases/${row.id}`);
        for (const name of ['state', 'stages', 'waitingOn', 'outcome', 'group'] as const)
          expect([persona, name, row[name]]).toEqual([persona, name, shown[name]]);
      }
      for (const word of everyPlace()) {
        const found = await ask(persona, `/api/cases?limit=100&state=${word}`);
        const expected = body.cases.filter((row) => placesShown(row).includes(word));
        expect([persona, word, idsIn(found.body.cases)]).toEqual([persona, word, idsIn(expected)]);
      }
      for (const role of roles) {
        const found = await ask(persona, `/api/cases?limit=100&waitingOn=${role}`);
        const expected = body.cases.filter((row) => row.waitingOn.includes(role));
        expect([persona, role, idsIn(found.body.cases)]).toEqual([persona, role, idsIn(expected)]);
      }
    }
  });

  it('histories: the events that are seen, as they are seen', async () => {
    for (const persona of personas())
      for (const { id, sight, events } of await sightsOf(persona)) {
        const { status, body } = await ask(persona, `/api/cases/${id}/events?limit=1000`);
        expect([persona, id, status]).toEqual([persona, id, sight ? 200 : 404]);
        if (sight) expect([persona, id, body.events]).toEqual([persona, id, written(eventsSeen(sight, events))]);
      }
  });

  it('feed and stream: the same events as the histories, and of the rest what is not of cases', async () => {
    for (const persona of personas()) {
      const expected = new Map(
        (await sightsOf(persona)).map(({ id, sight, events }) => [
          `case-${id}`,
          sight ? written(eventsSeen(sight, events)) : [],
        ]),
      );
      const count = [...expected.values()].flat().length;
      const { body } = await ask(persona, '/api/events?limit=1000');
      // The feed has events of its own kind.
      for (const shown of [body.events as unknown as readonly CloudEvent[], await streamed(persona, count)])
        for (const [stream, events] of expected) {
          const ofCase = shown.filter(({ subject }) => subject === stream);
          expect([persona, stream, ofCase.map(({ id }) => id)]).toEqual([persona, stream, events.map(({ id }) => id)]);
          for (const [index, event] of events.entries()) {
            const { data, from, to: after, command } = ofCase[index]!.data;
            expect({ data, from, to: after, command }).toEqual({
              data: event.data,
              from: event.from,
              to: event.to,
              command: event.command,
            });
          }
        }
    }
  });

  it('queues: cases that are seen, in the state that is seen', async () => {
    for (const persona of personas()) {
      const { body } = await ask(persona, '/api/queues');
      for (const { name } of body.queues)
        for (const item of (await ask(persona, `/api/queues/${name}`)).body.items) {
          const { body: shown } = await ask(persona, `/api/cases/${item.case}`);
          expect([persona, name, item.state]).toEqual([persona, name, shown.state]);
        }
    }
  });

  it('groups: how far each has come, to whoever sees one of its cases whole, and the case to who sees that', async () => {
    for (const persona of personas()) {
      const sights = await sightsOf(persona);
      const isWhole = (id: string) => sights.find((each) => each.id === id)?.sight?.extent === 'all';
      const { status, body } = await ask(persona, `/api/groups/${groupId}`);
      const own = [cases.inviting, cases.invited].filter(isWhole);
      // The CCG that was invited let the time go by: it is out, and is told nothing more of the others.
      expect([persona, status]).toEqual([persona, isWhole(cases.inviting) ? 200 : 404]);
      if (status !== 200) continue;
      const { members } = body as unknown as { readonly members: readonly { readonly outcome: string | null }[] };
      expect([persona, members.flatMap((each) => ('case' in each ? [each.case] : [])).toSorted()]).toEqual([
        persona,
        own.toSorted(),
      ]);
      for (const member of members) {
        const shown = Object.keys(member).filter(
          (name) => !['case', 'links', ...(member.outcome === null ? [] : ['ended'])].includes(name),
        );
        expect(shown).toEqual('ccg ccgName region joined outcome stages continuation committeesInCommon'.split(' '));
        const { stages } = member as unknown as Shown;
        for (const stage of stages) expect(Object.keys(stage)).toEqual(['name', 'title', 'status']);
      }
    }
  });

  it('arrangements: applications under way to whoever sees them whole', async () => {
    for (const persona of personas())
      for (const ccg of ['00C', '01A', '01C', '01D']) {
        const { body } = await ask(persona, `/api/arrangements/${ccg}`);
        const { region } = to.service.ledger.register.ccg(ccg)!;
        const whole = visibility.isWhole(askerOf(persona), { ccg, region });
        expect([persona, ccg, 'live' in body]).toEqual([persona, ccg, whole]);
      }
  });

  it('refusals: to whoever sees a part, one for all that is not its own, in every state and of every name', async () => {
    const types = [...new Set(workflows.flatMap(({ events }) => Object.keys(events))), 'Nothing'];
    for (const persona of practices()) {
      const answers = new Set<string>();
      for (const type of types.filter((each) => each !== 'VoteCast'))
        for (const ifMatch of [null, 0]) {
          const { status, body } = await to.as(persona).act(cases.balloting, type, {}, { ifMatch });
          answers.add(JSON.stringify([status, body]));
        }
      expect([...answers]).toHaveLength(1);
      expect([...answers][0]).toMatch(/^\[403,.*You can cast your practice’s vote/);
    }
  });

  it('refusals: what somebody may not know of is not there, whatever they try', async () => {
    const none = (await to.as('officer@01D').get(`/api/cases/${randomUUID()}`)).body;
    for (const persona of personas())
      for (const { id, sight } of await sightsOf(persona))
        if (!sight)
          for (const type of ['VoteCast', 'ApplicationWithdrawn', 'ItemTabled', 'Nothing'])
            expect((await to.as(persona).act(id, type, {})).body).toEqual(none);
  });
});

describe('while a ballot is open', () => {
  /** Everything somebody is told of an open or uncounted ballot's case, by every route. */
  async function allTold(persona: string, id: string): Promise<string> {
    const paths = [
      `/api/cases/${id}`,
      `/api/cases/${id}?revision=1`,
      `/api/cases/${id}/events?limit=1000`,
      `/api/cases/${id}/refusals`,
      '/api/cases?limit=100',
      '/api/queues/mandate',
      '/api/events?limit=1000',
    ];
    const answers = await Promise.all(paths.map(async (path) => JSON.stringify((await ask(persona, path)).body)));
    return answers.join('\n');
  }

  it('nobody but the voter sees a choice, or the hash of the request it came in; an auditor does, and that is recorded', async () => {
    for (const id of [cases.balloting, cases.withdrawn]) {
      const votes = (await to.log.readStream(`case-${id}`)).filter(({ type }) => type === 'VoteCast');
      const refused = await to.log.readStream(`refused-${id}`);
      expect(votes.length).toBeGreaterThan(0);
      for (const persona of personas().filter((each) => each !== 'auditor@nhse')) {
        const text = await allTold(persona, id);
        for (const { command, actor } of [...votes, ...refused])
          if (actor.id !== persona) expect(text).not.toContain(command!);
        const shown = (await ask(persona, `/api/cases/${id}/events?limit=1000`)).body.events ?? [];
        const choices = shown
          .filter(({ data }) => 'choice' in data)
          .map(({ actor }) => `practice@${actor.organisation}`);
        expect([persona, choices]).toEqual([persona, choices.filter((each) => each === persona)]);
      }
    }
    const own = (await ask(`practice@${voter}`, `/api/cases/${cases.balloting}/events?limit=1000`)).body.events ?? [];
    expect(own.filter(({ data }) => data['choice'])).toMatchObject([{ data: { choice: 'against' } }]);

    const before = await to.log.headOf('readings');
    const text = await allTold('auditor@nhse', cases.balloting);
    expect(text).toContain('"choice":"against"');
    const readings = await to.log.readStream('readings', { from: before === 'none' ? 0 : before + 1 });
    // One reading of a case and a day stands for all.
    expect(readings.map(({ type }) => type).toSorted()).toEqual(['CaseRead', 'FeedRead']);
  });

  it('a practice is told nothing of what is no matter of its members, by any route', async () => {
    const text = await allTold(`practice@${silent}`, cases.balloting);
    expect(text).toContain('BallotOpened');
    for (const word of [...unspoken, 'underWay', 'applying', 'constitution', 'regional-assessor'])
      expect([word, text.includes(word)]).toEqual([word, false]);
  });

  it('all see the choices once it is counted, those of a case that ended before excepted', async () => {
    await to.until('2015-01-09T11:30:00.000Z');
    const choicesIn = async (id: string, persona: string): Promise<number> =>
      (await ask(persona, `/api/cases/${id}/events?limit=1000`)).body.events?.filter(({ data }) => data['choice'])
        .length ?? 0;
    expect(await choicesIn(cases.balloting, `practice@${silent}`)).toBeGreaterThan(1);
    expect(await choicesIn(cases.balloting, 'officer@00C')).toBeGreaterThan(1);
    expect(await choicesIn(cases.withdrawn, 'officer@01C')).toBe(0);
    expect(problemIn(await to.as('auditor@nhse').get(`/api/cases/${randomUUID()}/events`))).toBe('404 not-found');
  });
});

/** What a part shows, whatever route shows it. */
function expectPart({ workflow }: Sight, shown: Shown): void {
  expect(shown.stages.map(({ name }) => name)).toEqual([workflow.part!.stage]);
  expect(stateInWords(shown.state)).not.toMatch(/applying|underWay|assurance|terms|constitution/);
  expect([shown.group, shown.updatedAt, shown.groupId, shown.links['group']]).toEqual([
    null,
    undefined,
    undefined,
    undefined,
  ]);
  expect(shown.outcome === null || workflow.part!.outcomes.includes(shown.outcome)).toBe(true);
  for (const role of shown.waitingOn) expect(shown.stages[0]?.waitingOn).toContain(role);
  if (shown.details) expect(Object.keys(shown.details)).toEqual(['ballot']);
}

/** What a list can find a case by: the words of what it shows. */
function placesShown(row: Shown): readonly string[] {
  const isPart = row.stages.length === 1 && row.stages[0]?.name === 'mandate';
  const stages = row.stages.filter(({ status }) => status === 'in-progress').map(({ name }) => name);
  const path = 'applying.underWay.mandate';
  const states = isPart ? (stages.length > 0 ? [path, ...pathsIn(row.state, `${path}.`)] : []) : pathsIn(row.state);
  return [...states, ...stages, ...(row.outcome ? [row.outcome] : [])];
}

/** The server-sent events, until so many of cases were told; a little while when there should be none. */
async function streamed(persona: string, count: number): Promise<readonly CloudEvent[]> {
  const hangUp = new AbortController();
  const headers = { authorization: `Bearer ${await to.token(persona)}`, accept: 'text/event-stream' };
  const response = await fetch(`${to.url}/api/events?after=0`, { headers, signal: hangUp.signal });
  const shown: CloudEvent[] = [];
  const ofCases = () => shown.filter(({ subject }) => subject.startsWith('case-')).length;
  const timer = setTimeout(() => hangUp.abort(), count === 0 ? 100 : 5_000);
  let text = '';
  const pieces: AsyncIterable<string> = response.body!.pipeThrough(new TextDecoderStream());
  try {
    for await (const piece of pieces) {
      const blocks = `${text}${piece}`.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data) shown.push(JSON.parse(data) as CloudEvent);
      }
      if (count > 0 && ofCases() >= count) break;
    }
  } catch {
    // Hung up on.
  }
  clearTimeout(timer);
  hangUp.abort();
  return shown;
}
