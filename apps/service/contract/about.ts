/** Whom and what something is about. Where it is about no CCG, or of no round, the contract has an empty text. */
export const aboutShown = ({ ccg = '', round = '' }: { readonly ccg?: string; readonly round?: string }) => ({
  ccg,
  round,
});

interface Named {
  readonly ccg?: string;
  /** Of the CCG, or of the committee where it is about none. */
  readonly ccgName: string;
  readonly round?: string;
}

/** What people call a case: “NHS Bramblelowe CCG (06Q) – delegated commissioning – round 2026”. @param title that of its workflow */
export function caseInWords(named: Named, title: string): string {
  const { ccg, round } = aboutShown(named);
  const of = ccg === '' ? named.ccgName : `${named.ccgName} (${ccg})`;
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  return [of, what, ...(round === '' ? [] : [`round ${round}`])].join(' – ');
}

/** How a case is told from another of the same name, and found. */
export const referenceOf = (id: string): string => id.slice(0, 8);

/** The same of one of its events. */
export const eventReference = (id: string, revision: number): string => `${referenceOf(id)}/${revision}`;

/** Where people find a case: a meeting has pages of its own. */
export const addressOfCase = ({ id, workflow }: { readonly id: string; readonly workflow: string }): string =>
  workflow === 'committee-meeting' ? `/meetings/${id}` : `/cases/${id}`;
