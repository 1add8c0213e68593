const names = new Set(['document', 'minutes', 'sha256']);
const hash = /^[0-9a-f]{64}$/;

/** SHA-256 (hex) of every document that data speaks of, however deep: `document`, `minutes` and `sha256`. */
export function documentsIn(data: unknown): readonly string[] {
  if (typeof data !== 'object' || data === null) return [];
  const found: string[] = [];
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'object') found.push(...documentsIn(value));
    else if (typeof value === 'string' && names.has(name) && hash.test(value)) found.push(value);
  }
  return found;
}
