/** The kinds of interest that NHS England's guidance on conflicts of interest tells apart, in the words that people read. */
export const interestKinds = {
  financial: 'Financial',
  professional: 'Professional, not financial',
  personal: 'Personal, not financial',
  indirect: 'Indirect, through somebody close',
} as const;
export type InterestKind = keyof typeof interestKinds;
