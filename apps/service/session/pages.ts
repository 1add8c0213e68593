/** Where programs are answered; every other address is a page, for people and their browsers. */
const forPrograms = ['/api', '/health', '/metrics', '/problems', '/checkpoint', '/tile', '/assets', '/development'];

/** Whether an address, with or without its query, is a page's. */
export function isPage(url: string): boolean {
  const [path = ''] = url.split('?');
  return !forPrograms.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
}

/** Whether it is what a page asks by itself, without anybody's doing: a session is not used by it. */
export function asksByItself(url: string): boolean {
  const [path = ''] = url.split('?');
  return path.endsWith('/live');
}
