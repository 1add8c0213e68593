const names = new Set(['document', 'minutes', 'sha256']);
const hash = /^[0-9a-f]{64}$/;

/** Every field that speaks of a document, however deep, by its path: `document`, `minutes` and `sha256`, as SHA-256 in hex. */
export function documentFieldsIn(
  data: unknown,
  above = '',
): readonly { readonly field: string; readonly sha256: string }[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]: [string, unknown]) => {
    const field = above + name;
    if (typeof value === 'object') return documentFieldsIn(value, `${field}.`);
    return typeof value === 'string' && names.has(name) && hash.test(value) ? [{ field, sha256: value }] : [];
  });
}

/** SHA-256 (hex) of every document that data speaks of. */
export const documentsIn = (data: unknown): readonly string[] => documentFieldsIn(data).map(({ sha256 }) => sha256);
