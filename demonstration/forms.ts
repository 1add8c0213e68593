/** Invented words for the forms of applications and meetings, as the demonstration and the rollout fill them in. */

export type Form = Readonly<Record<string, unknown>>;

export const interestForm = (goLive: string, ccg: string, more: Form = {}): Form => ({
  applicants: 'one',
  fit: `${ccg} wants to plan practices and community services together, as its five-year plan says.`,
  scope: [
    'assessing-needs',
    'negotiating-local-contracts',
    'discretionary-payments',
    'managing-financial-resources',
    'monitoring-contractual-performance',
  ],
  level: 'L3',
  timescale: goLive,
  governance: 'A committee of the governing body with a lay chair and a lay majority.',
  engagement: 'Locality groups met twice; the council of members and Healthwatch were heard.',
  evaluation: 'Access, list closures and patient survey results each quarter.',
  ...more,
});

export const interestReturned: Form = { missing: 'Say who was heard, and how impact will be measured.' };

/** The interest of several CCGs together. */
export const groupInterestForm = (goLive: string, name: string, group: readonly string[], more: Form = {}): Form =>
  interestForm(goLive, name, { applicants: 'group', group, ...more });

export const joining: Form = { statement: 'The governing body agreed to apply together.' };

export const applicationForm = (more: Form = {}): Form => ({
  conflictsPolicy: 'Revised: a public register, a lay majority on the committee, exclusions decided item by item.',
  benefits: 'One plan for practices and community services, longer opening, fewer closed lists.',
  finance: 'The budget for the CCG’s practices moves with the functions and stays ring-fenced for the first year.',
  governance: {
    decidedBy: 'ccg-committee',
    committeeOf: 'governing-body',
    description: 'Seven voting members under a lay chair.',
  },
  consultation: { held: false, reason: 'contracting-not-provision', text: 'Contracting changes, services do not.' },
  declaration: { signedBy: 'The accountable officer', office: 'Accountable officer' },
  ...more,
});

export const engagement = (heldOn: string): Form => ({
  kind: 'locality-groups',
  heldOn,
  summary: 'Benefits and risks were discussed in every locality.',
});
export const ballot = (closesAt: string): Form => ({
  question: 'Shall the CCG apply for delegated commissioning?',
  closesAt,
});
export const verification: Form = { as: 'lay-chair', statement: 'Every vote was checked against the roll.' };
export const agreementOfMembers = (heldOn: string, members: number): Form => ({
  meeting: 'Council of members',
  heldOn,
  for: members,
  against: 0,
  abstained: 0,
});
export const amendment = (version: number, basedOn: number, material = false): Form => ({
  version,
  basedOn,
  material,
  ground: 'co-commissioning-round',
  clauses: '6.4: the governing body sets up a primary care commissioning committee.',
});
export const amendmentApproved = (version: number): Form => ({ version, reasons: 'Lawful and clear.' });
export const amendmentReturned = (version: number): Form => ({
  version,
  reasons: 'The quorum is unclear.',
  changes: 'State the quorum of the committee.',
});
export const amendmentNotRequired: Form = { clause: '6.4', statement: 'The committee is provided for already.' };
export const termsDraft: Form = {
  committeeOf: 'governing-body',
  acceptsDirections: true,
  summary: 'The model terms with a local quorum.',
};
export const termsAgreed: Form = { statement: 'Agreed clause by clause.' };
export const termsSigned: Form = { office: 'Chair of the governing body' };

export { thresholds } from '../workflows/stages/assurance/events.js';
/** A condition as the region finds it under a threshold, and as the committee imposes it. */
const anotherLayMember = 'Appoint a second lay member';
export const assessment = (threshold: string, finding = 'met'): Form => ({
  threshold,
  finding,
  evidence: 'The papers were read and the officers interviewed.',
  ...(finding === 'met-with-conditions' && { conditions: anotherLayMember }),
});
export const countersigned: Form = { office: 'Director of commissioning' };
export const recommendation: Form = { grounds: 'All four thresholds are met.' };
export const approval: Form = { decision: 'approve', grounds: 'The region recommends it.' };
export const conditionalApproval = (due: string): Form => ({
  decision: 'approve-with-conditions',
  grounds: 'The region recommends it; one matter is open.',
  conditions: [{ matter: anotherLayMember, owner: 'Chair of the governing body', due, precedent: true }],
});
/** `reasons`: codes, each told in words. */
export const rejection = (reasons: readonly string[]): Form => ({
  decision: 'reject',
  grounds: 'What speaks against it outweighs what the members want.',
  reasons: reasons.map((code) => ({ code, text: rejectedBecause[code] ?? 'Something else stands in the way.' })),
});
const rejectedBecause: Readonly<Record<string, string>> = {
  'financial-recovery': 'The CCG’s officers are needed for its own recovery plan.',
  'structural-burden': 'Another committee would decide for a small population.',
  'nhse-cannot-resource': 'The region has nobody to sit on one more joint committee.',
  'thresholds-not-met': 'Conflicts of interest are not managed as they must be.',
};

/** The interest of a CCG in joint commissioning. */
export const jointInterestForm = (goLive: string, ccg: string, more: Form = {}): Form =>
  interestForm(goLive, ccg, {
    level: 'L2',
    governance: 'A joint committee of the CCG and NHS England with a lay chair.',
    ...more,
  });
/** The application for joint commissioning. */
export const jointApplicationForm = (more: Form = {}): Form => ({
  objectives: 'One plan for practices and community services, decided by both who pay for them.',
  benefits: 'Longer opening and fewer closed lists for patients; one conversation for practices.',
  schemeOfDelegation: 'The joint committee decides on enhanced services and local incentives within the budget.',
  governance: {
    decidedBy: 'joint-committee',
    ownJointCommittee: true,
    description: 'Four members of the CCG and three of NHS England under a lay chair.',
  },
  consultation: { held: false, reason: 'contracting-not-provision', text: 'Contracting changes, services do not.' },
  declaration: { signedBy: 'The accountable officer', office: 'Accountable officer' },
  ...more,
});
export const jointAmendment = (version: number, basedOn: number, material = false): Form => ({
  ...amendment(version, basedOn, material),
  clauses: '6.5: the CCG sets up a joint committee with NHS England.',
});
export const jointTermsDraft: Form = {
  committeeOf: 'ccg-and-nhs-england',
  acceptsDirections: true,
  summary: 'The model terms of a joint committee.',
};
export const jointRecommendation: Form = { grounds: 'The case for patients is clear and the structure is sound.' };
export const jointCommittee = (ccg: string): Form => ({
  name: `Joint committee of ${ccg} and NHS England`,
  chair: 'A lay member of the CCG',
  ccgMembers: [
    { name: 'The accountable officer', office: 'Accountable officer' },
    { name: 'The lay member for patients', office: 'Lay member' },
  ],
  nhsEnglandMembers: [{ name: 'The director of commissioning', office: 'Director of commissioning' }],
});

/** The interest of a CCG in greater involvement. */
export const involvementInterestForm = (goLive: string, ccg: string, more: Form = {}): Form =>
  interestForm(goLive, ccg, {
    level: 'L1',
    governance: 'The CCG’s clinical chair attends the region’s meetings on primary care.',
    ...more,
  });
/** What the region notes of it; from 28 June 2016 `involvementNoteInFull` is asked for. */
export const involvementNote: Form = { statement: 'The CCG is heard before decisions on practices in its area.' };
export const involvementNoteInFull: Form = {
  ...involvementNote,
  areas: ['assessing-needs', 'negotiating-local-contracts'],
  heard: 'Its clinical chair attends the region’s monthly meeting and has the papers a week before.',
};

/** Either party ends an arrangement below delegation. */
export const notice = (endsOn: string): Form => ({ reasons: 'The joint meetings cost more than they gave.', endsOn });

/** What a meeting is asked to vote for, so that this decision can be recorded. */
export const proposed = ({
  decision,
  conditions,
}: Form): { readonly decision: string; readonly conditions?: unknown } => ({
  decision: String(decision),
  ...(conditions !== undefined && { conditions }),
});

export const signature = (office: string): Form => ({ office });

export const doubleDelegation: Form = {
  rule: 'R-30',
  defect: 'Decisions would be taken by a joint committee of four CCGs.',
};

/** What people write where the levels ask for different things. */
export const wordsOf = {
  L3: {
    workflow: 'delegated-commissioning',
    interest: interestForm,
    question: 'Shall the CCG apply for delegated commissioning?',
    amendment,
    terms: termsDraft,
    application: applicationForm,
    recommendation,
  },
  L2: {
    workflow: 'joint-commissioning',
    interest: jointInterestForm,
    question: 'Shall the CCG apply for joint commissioning?',
    amendment: jointAmendment,
    terms: jointTermsDraft,
    application: jointApplicationForm,
    recommendation: jointRecommendation,
  },
} as const;
