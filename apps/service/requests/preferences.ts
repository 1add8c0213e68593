/** What a client would rather be answered with: the header Prefer (RFC 7240). */

const token = /[\w!#$%&'*+\-.^`|~]+/.source;
const quoted = /"(?:[^"\\]|\\.)*"/.source;
/**
 * One preference: name, value, and parameters that nobody here knows, up to the comma behind it or the end. No two parts can take the
 * same characters, so that no header takes longer than it is long.
 */
const preference = new RegExp(
  `[ \\t,]*(${token})[ \\t]*(?:=[ \\t]*(?:(${token}|${quoted})[ \\t]*)?)?(?:;(?:[^,"]|${quoted})*)?(?=,|$)`,
  'y',
);

/**
 * Whether the answer is to say no more than it must (`return=minimal`). Several headers come as one list. Whoever prefers both kinds of
 * answer prefers neither (section 4.2). From where the list cannot be read it is ignored, like preferences that nobody knows (section 2).
 */
export function prefersMinimal(prefer: string | undefined): boolean {
  if (prefer === undefined) return false;
  const kinds = new Set<string>();
  preference.lastIndex = 0;
  for (let found = preference.exec(prefer); found !== null; found = preference.exec(prefer)) {
    const [, name = '', value = ''] = found;
    if (name.toLowerCase() === 'return') kinds.add(unquoted(value).toLowerCase());
  }
  return kinds.has('minimal') && !kinds.has('representation');
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
