/** What a CCG can hold, in the words that people read. */
export const levels = {
  L1: 'Greater involvement',
  L2: 'Joint commissioning',
  L3: 'Delegated commissioning',
} as const;

export type LevelName = keyof typeof levels;
