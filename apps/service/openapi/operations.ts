/** What the document says of each route, by method and path. Routes and document are held together by a spec. */
import type { ProblemName } from '../problems/problem.js';
import type { SchemaName } from './schemas.js';

export interface Answer {
  readonly description: string;
  /** Name of a schema; a media type that is not described further. JSON where neither stands. */
  readonly schema?: SchemaName;
  readonly media?: readonly string[];
  readonly headers?: readonly HeaderName[];
}

export interface Described {
  readonly tag: 'Cases' | 'Work' | 'Register' | 'Documents' | 'Feed' | 'Workflows' | 'Operations' | 'About';
  readonly summary: string;
  readonly description?: string;
  readonly headers?: readonly HeaderName[];
  /** Media type of a body that is no JSON. */
  readonly body?: string;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that every such route has. */
  readonly problems?: readonly ProblemName[];
}

export const headers = {
  'Idempotency-Key':
    'A new UUID for each request, and the same one when it is tried again: a retry is answered as the first time.',
  'If-Match':
    'The revision you have seen, in quotes, as in the ETag of the case. Not needed for events that commute, such as a vote.',
  'If-None-Match': 'The ETag you have.',
  Prefer: '`return=minimal` (RFC 7240) leaves the case out of the answer.',
  'Preference-Applied': '`return=minimal` where that was preferred.',
  'Last-Event-ID': 'The id of the last event you had; it goes before `after`.',
  ETag: 'The revision of the case, or the SHA-256 of the document, in quotes.',
  Location: 'Where it is.',
  Link: 'The next page, rel="next"; absent on the last.',
} as const;
export type HeaderName = keyof typeof headers;

const ok = (description: string, schema?: SchemaName, more: Partial<Answer> = {}): Described['answers'] => ({
  200: { description, ...(schema && { schema }), ...more },
});
const page = { headers: ['Link'] } as const;

/** A fact of the register was recorded. */
const recorded = {
  headers: ['Idempotency-Key'],
  answers: { 201: { description: 'What was recorded, and the cases it fell on', schema: 'Listing' } },
  problems: ['not-yours', 'rule', 'key-reused', 'precondition-required'],
} as const;

export const operations: Readonly<Record<string, Described>> = {
  'GET /api/me': { tag: 'Work', summary: 'Who you are and what you may act for', answers: ok('You', 'Me') },
  'GET /api/queues': {
    tag: 'Work',
    summary: 'What waits on you, counted by stage',
    answers: ok('Your queues', 'Queues'),
  },
  'GET /api/queues/{name}': {
    tag: 'Work',
    summary: 'What waits on you in one stage, soonest due first',
    answers: ok('The queue', 'Queue'),
    problems: ['not-found'],
  },
  'GET /api/uptake': {
    tag: 'Work',
    summary: 'How many CCGs hold each level, by region, as of a day',
    answers: ok('Counts', 'Uptake'),
  },
  'GET /api/arrangements/{ccg}': {
    tag: 'Work',
    summary: 'What a CCG holds, has held and has applied for, as of the end of a day',
    description:
      'Everybody sees the levels; applications and special measures only who acts for the CCG, its region or NHS England.',
    answers: ok('The arrangement', 'Arrangement'),
    problems: ['not-found'],
  },
  'GET /api/groups/{id}': {
    tag: 'Cases',
    summary: 'How far the CCGs of a group have come',
    description:
      'For whoever may see the case of one of them. A CCG that has not joined by its own officer’s act holds nothing; one that is out is listed as ' +
      'left, and those that joined say whether they go on.',
    answers: ok('The group', 'Group'),
    problems: ['not-found'],
  },

  'POST /api/cases': {
    tag: 'Cases',
    summary: 'Begin a case with its first event',
    headers: ['Idempotency-Key', 'Prefer'],
    answers: {
      201: {
        description: 'The case; with return=minimal its first event and revision',
        schema: 'CaseOrLeast',
        headers: ['Location', 'ETag', 'Preference-Applied'],
      },
    },
    problems: ['not-yours', 'not-open-here', 'rule', 'key-reused'],
  },
  'GET /api/cases': {
    tag: 'Cases',
    summary: 'The cases you may see',
    description:
      'Practices see the members’ mandate of a case: its state, stages and whom it waits on are those of the mandate, and filters look no further.',
    answers: ok('A page of cases', 'CasePage', page),
  },
  'GET /api/cases/{id}': {
    tag: 'Cases',
    summary: 'A case now, or as it stood',
    description: 'With `revision` or `asOf` as it stood then, without moves. `moves` are what you can do now.',
    answers: ok('The case', 'Case', { headers: ['ETag'] }),
    problems: ['not-found'],
  },
  'POST /api/cases/{id}/events': {
    tag: 'Cases',
    summary: 'Ask for an event to be recorded',
    description: 'The workflow decides. A refusal names the rule, changes nothing, and is recorded itself.',
    headers: ['Idempotency-Key', 'If-Match', 'Prefer'],
    answers: {
      201: {
        description: 'The event, and the case after it; with return=minimal its revision only',
        schema: 'RecordedOrLeast',
        headers: ['ETag', 'Preference-Applied'],
      },
    },
    problems: [
      'not-found',
      'not-yours',
      'not-open-here',
      'rule',
      'revision',
      'unknown-event',
      'key-reused',
      'precondition-required',
    ],
  },
  'GET /api/cases/{id}/events': {
    tag: 'Cases',
    summary: 'The history of a case, oldest first',
    description:
      'As far as you may see it. Until a ballot is counted, the data of a vote is shown to the practice that cast it and to auditors, whose ' +
      'reading is recorded.',
    answers: ok('A page of events', 'History', page),
    problems: ['not-found'],
  },
  'GET /api/cases/{id}/diagram.svg': {
    tag: 'Cases',
    summary: 'The statechart, with where the case is and was; `revision` and `asOf` as for the case',
    answers: ok('The picture', undefined, { media: ['image/svg+xml'] }),
    problems: ['not-found'],
  },
  'GET /api/cases/{id}/refusals': {
    tag: 'Cases',
    summary: 'What was attempted and refused',
    description: 'For auditors and the national committee.',
    answers: ok('A page of refused attempts', 'Refusals', page),
    problems: ['not-found', 'not-yours'],
  },

  'GET /api/events': {
    tag: 'Feed',
    summary: 'The log as CloudEvents 1.0, as far as you may see it',
    description:
      'A page of events after a position; go on with `next` until nothing more comes. With `Accept: text/event-stream` the events ' +
      'are followed as they are recorded: `id` is the position, `event` the type, `data` the CloudEvent. A stream ends when your ' +
      'token expires or a role of yours is withdrawn. One person follows ten streams at most.',
    headers: ['Last-Event-ID'],
    answers: {
      200: {
        description: 'Events. As `application/cloudevents-batch+json` an array, with the next page in the header Link.',
        schema: 'FeedPage',
        media: ['application/cloudevents-batch+json', 'text/event-stream'],
        headers: ['Link'],
      },
    },
  },

  'PUT /api/documents': {
    tag: 'Documents',
    summary: 'Store a document',
    description:
      'The bytes are the body, whatever content type they are sent with: PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG, or plain text in UTF-8, ' +
      '20 MiB at most, and of one organisation 200 a day, 1 GiB together. Events name a document by its SHA-256; one that no event ' +
      'names within 30 days is removed.',
    body: 'application/octet-stream',
    answers: {
      200: { description: 'Your organisation has stored it before', schema: 'Document', headers: ['Location'] },
      201: { description: 'Stored', schema: 'Document', headers: ['Location'] },
    },
    problems: ['not-yours', 'too-large', 'media-type', 'invalid', 'too-many-requests'],
  },
  'GET /api/documents/{sha256}': {
    tag: 'Documents',
    summary: 'A document',
    description: 'For the organisation that stored it, and for whoever sees an event that names it.',
    headers: ['If-None-Match'],
    answers: {
      200: { description: 'Its bytes, as an attachment', media: ['application/octet-stream'], headers: ['ETag'] },
      304: { description: 'You have it' },
    },
    problems: ['not-found', 'stored-file-gone', 'stored-file-changed'],
  },

  'GET /api/register/ccgs': { tag: 'Register', summary: 'CCGs', answers: ok('CCGs', 'Listing') },
  'GET /api/register/practices': {
    tag: 'Register',
    summary: 'Practices, by code',
    answers: ok('A page of practices', 'Listing'),
  },
  'GET /api/register/rounds': {
    tag: 'Register',
    summary: 'Rounds of applications, with their dates',
    answers: ok('Rounds', 'Listing'),
  },
  'GET /api/register/regions': { tag: 'Register', summary: 'Regions', answers: ok('Regions', 'Listing') },

  'POST /api/register/imports': {
    tag: 'Register',
    summary: 'Upload a file of ODS and see what it would change',
    description:
      'For registrars. The body is the file as ODS publishes it: `eccg` (ccgs), `epraccur` (practices), or patients registered by sex ' +
      'and age band (list-sizes), as CSV in UTF-8, 64 MiB at most. CCGs come first, then practices, then list sizes. Nothing is ' +
      'recorded. Lines that are wrong are refused, each with how to mend it; lines that are no business of the register are left out, ' +
      'by reason. Neither keeps the others from being recorded. Confirm the preview to record it.',
    headers: ['Idempotency-Key'],
    body: 'text/csv',
    answers: { 201: { description: 'The preview', schema: 'Import', headers: ['Location'] } },
    problems: ['not-yours', 'malformed', 'too-large', 'media-type', 'key-reused'],
  },
  'GET /api/register/imports/{id}': {
    tag: 'Register',
    summary: 'The preview of an import, and how far its recording is',
    description: 'For registrars. As it was when the file was uploaded. With `show` a page of the lines of one kind.',
    answers: ok('The preview', 'Import'),
    problems: ['not-found', 'not-yours'],
  },
  'POST /api/register/imports/{id}/confirm': {
    tag: 'Register',
    summary: 'Record what the preview says',
    description:
      'For registrars. The file is compared anew: when it would change anything else by now, nothing is recorded and the answer names ' +
      'what differs. Again, it answers as the first time; what broke off goes on.',
    answers: ok('What was recorded, and when', 'ImportRecorded'),
    problems: ['not-found', 'not-yours', 'register-changed'],
  },

  'POST /api/register/rounds': {
    tag: 'Register',
    summary: 'Announce a round, or put back a deadline of one that has opened',
    description:
      'For registrars. A deadline that is put back holds for the open cases that have not missed it; otherwise these keep the terms they began ' +
      'under.',
    ...recorded,
  },
  'POST /api/register/ccgs/{code}/special-measures': {
    tag: 'Register',
    summary: 'Put a CCG in special measures, or lift them',
    description: 'For registrars. It falls on every open case of the CCG at once.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  },
  'POST /api/register/ccgs/{code}/closure': {
    tag: 'Register',
    summary: 'Record that a CCG merged or closed, or will on a day to come',
    description:
      'For registrars. Its applications and what it holds end with its last day; a successor holds its own. Until that day has passed it ' +
      'can be recorded again with another one.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  },
  'DELETE /api/register/ccgs/{code}/closure': {
    tag: 'Register',
    summary: 'Take back a closure that was told ahead',
    description:
      'For registrars, until the last day of the CCG has passed. The closure stays in the history of the register.',
    ...recorded,
    answers: ok('The events of the register', 'Listing'),
    problems: [...recorded.problems, 'not-found'],
  },
  'GET /api/register/bank-holidays': {
    tag: 'Register',
    summary: 'Bank holidays in England, and the day to which all are known',
    answers: ok('Days, and how far they reach', 'Listing'),
  },
  'POST /api/register/bank-holidays': {
    tag: 'Register',
    summary: 'Announce bank holidays, and how far the list reaches now',
    description:
      'For registrars. Deadlines in working days are counted to the day that the list reaches; what would be due beyond is refused.',
    ...recorded,
  },
  'GET /api/register/roles': {
    tag: 'Register',
    summary: 'Who may act for whom, and the proposals that wait for a second registrar',
    description: 'For registrars and auditors. With `subject` also somebody who holds no role any more.',
    answers: ok('People and proposals', 'Listing'),
    problems: ['not-yours'],
  },
  'POST /api/register/roles': {
    tag: 'Register',
    summary: 'Grant a role, or withdraw one',
    description:
      'For registrars, and never of their own. What was withdrawn is gone at the next request. National roles (constitution-reviewer, ' +
      'national-committee, auditor, registrar) are proposed, and change when another registrar confirms it.',
    ...recorded,
  },
  'POST /api/register/roles/proposals/{id}': {
    tag: 'Register',
    summary: 'Confirm or decline a change of a national role',
    description: 'For registrars. Whoever proposed it cannot confirm it, nor can the person it is about.',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  },
  'GET /api/register/committees': {
    tag: 'Register',
    summary: 'The committees that decide, with members and quorum, as of a day',
    answers: ok('Committees', 'Listing'),
  },
  'POST /api/register/committees': {
    tag: 'Register',
    summary: 'Constitute a committee, or constitute it anew from a later day',
    description: 'For registrars.',
    ...recorded,
  },
  'GET /api/register/interests': {
    tag: 'Register',
    summary: 'The register of interests, as of a day',
    description: 'Public until six months after an interest ended. `late`: declared more than 28 days after it arose.',
    answers: ok('Interests', 'Listing'),
  },
  'POST /api/register/interests': {
    tag: 'Register',
    summary: 'Declare an interest of your own',
    description:
      'For those who approve. It bars you from the open cases of that CCG, or of the practice’s, and from later ones.',
    ...recorded,
  },
  'POST /api/register/interests/{id}/expiry': {
    tag: 'Register',
    summary: 'Say that an interest ended',
    ...recorded,
    problems: [...recorded.problems, 'not-found'],
  },

  'GET /api/workflows': { tag: 'Workflows', summary: 'What the service can run', answers: ok('Workflows', 'Listing') },
  'GET /api/workflows/{name}/{version}': {
    tag: 'Workflows',
    summary: 'Stages, roles, rules and events of a workflow',
    answers: ok('The workflow', 'Listing'),
    problems: ['not-found'],
  },
  'GET /api/workflows/{name}/{version}/diagram.svg': {
    tag: 'Workflows',
    summary: 'The statechart of a workflow',
    answers: ok('The picture', undefined, { media: ['image/svg+xml'] }),
    problems: ['not-found'],
  },
  'GET /api/workflows/{name}/{version}/description.md': {
    tag: 'Workflows',
    summary: 'Diagram and table of a workflow',
    answers: ok('Markdown', undefined, { media: ['text/markdown'] }),
    problems: ['not-found'],
  },
  'GET /api/workflows/{name}/{version}/events/{type}': {
    tag: 'Workflows',
    summary: 'JSON Schema of what is said with an event',
    answers: ok('JSON Schema 2020-12', undefined, { media: ['application/schema+json'] }),
    problems: ['not-found'],
  },

  'GET /api/clock': {
    tag: 'Operations',
    summary: 'The simulated clock',
    description: 'On system time there is no such thing, and this is not found.',
    answers: ok('The time of the service', 'Clock'),
    problems: ['not-found'],
  },
  'PUT /api/clock': {
    tag: 'Operations',
    summary: 'Move the simulated clock forward',
    description: 'For registrars. All that comes due on the way has been recorded when this answers.',
    answers: ok('The time of the service', 'Clock'),
    problems: ['not-found', 'not-yours', 'clock-moves-forward'],
  },
  'GET /api/operations/views': {
    tag: 'Operations',
    summary: 'How far the views are, and their rebuild',
    description: 'For registrars.',
    answers: ok('Positions of the log', 'Views'),
    problems: ['not-yours'],
  },
  'GET /api/operations/clock': {
    tag: 'Operations',
    summary: 'Whether the clock keeps up, and what it could not record',
    description: 'For registrars. What was due and cannot be recorded is set aside; nothing else waits for it.',
    answers: ok('The state of the clock', 'ClockState'),
    problems: ['not-yours'],
  },
  'POST /api/operations/views/rebuild': {
    tag: 'Operations',
    summary: 'Build the views anew from the log',
    description: 'For registrars. The service answers from the old ones all the while.',
    answers: { 202: { description: 'Begun', schema: 'Views', headers: ['Location'] } },
    problems: ['not-yours', 'under-way'],
  },
  'GET /health/live': { tag: 'Operations', summary: 'The process answers', answers: ok('It does', 'Health') },
  'GET /health/ready': {
    tag: 'Operations',
    summary: 'The log is open, and the views show what is in it',
    description: 'Answers within a second, whatever the log does. `writes` says whether the log takes writes.',
    answers: ok('It is', 'Readiness'),
    problems: ['not-ready'],
  },
  'GET /metrics': {
    tag: 'Operations',
    summary: 'For Prometheus, with a token of its own',
    answers: ok('Metrics', undefined, { media: ['text/plain'] }),
    problems: ['not-found'],
  },
  'GET /api/openapi.json': { tag: 'About', summary: 'This document', answers: ok('OpenAPI 3.1', 'Listing') },
  'GET /problems': { tag: 'About', summary: 'Every kind of problem', answers: ok('Their types', 'Problems') },
  'GET /problems/{name}': {
    tag: 'About',
    summary: 'A kind of problem',
    answers: ok('Its type, title and status', 'ProblemKind'),
    problems: ['not-found'],
  },
};
