/** Whom and what something is about. Where it is about no CCG, or of no round, the contract has an empty text. */
export const aboutShown = ({ ccg = '', round = '' }: { readonly ccg?: string; readonly round?: string }) => ({
  ccg,
  round,
});
