/** `count` different places among `of`, evenly spread. */
export const spread = (count: number, of: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) * of) / count));
