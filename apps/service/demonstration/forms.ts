/** Invented words for the forms of an application, as the demonstration and the rollout fill them in. */

type Form = Readonly<Record<string, unknown>>;

export const interestForm = (goLive: string, ccg: string): Form => ({
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
});

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

export const thresholds = [
  'assurance',
  'conflicts-of-interest',
  'financial-control',
  'statutory-and-planning',
] as const;
export const assessment = (threshold: string, finding = 'met'): Form => ({
  threshold,
  finding,
  evidence: 'The papers were read and the officers interviewed.',
  ...(finding === 'met-with-conditions' && { conditions: 'A report after six months.' }),
});
export const countersigned: Form = { office: 'Director of commissioning' };
export const recommendation: Form = { grounds: 'All four thresholds are met.' };
export const approval: Form = { decision: 'approve', grounds: 'The region recommends it.' };
export const conditionalApproval = (due: string): Form => ({
  decision: 'approve-with-conditions',
  grounds: 'The region recommends it; one matter is open.',
  conditions: [{ matter: 'Appoint a second lay member', owner: 'Chair of the governing body', due, precedent: true }],
});
export const signature = (office: string): Form => ({ office });
