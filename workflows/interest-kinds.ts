/** The kinds of interest that NHS England's guidance on conflicts of interest tells apart. */
export const interestKinds = ['financial', 'professional', 'personal', 'indirect'] as const;
export type InterestKind = (typeof interestKinds)[number];
