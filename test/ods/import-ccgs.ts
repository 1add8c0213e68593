/** A file of CCGs into the register, through the import of the service. */
import type { Ccg } from '../../libs/register/model.js';
import type { Body, TestService } from '../service.js';

const line = (cells: ReadonlyMap<number, string>): string =>
  Array.from({ length: 27 }, (_, at) => `"${cells.get(at) ?? ''}"`).join(',');

const lineOf = ({ code, name, region, opened }: Ccg): string =>
  line(
    new Map([
      [0, code],
      [1, name],
      [2, region],
      [10, opened.replaceAll('-', '')],
      [13, 'C'],
    ]),
  );

/** Uploads and confirms these CCGs as a file of ODS. Gives the answer to the confirmation. */
export const importCcgs = (to: TestService<Body>, ccgs: readonly Ccg[]): Promise<unknown> =>
  importFile(to, Buffer.from(`${ccgs.map(lineOf).join('\n')}\n`));

/** The same with a file as it is. */
export async function importFile(to: TestService<Body>, file: Buffer): Promise<unknown> {
  const registrar = 'registrar@nhse';
  const headers = { authorization: `Bearer ${await to.token(registrar)}`, 'content-type': 'text/csv' };
  const body = Uint8Array.from(file);
  const uploaded = await fetch(`${to.url}/api/register/imports`, { method: 'POST', headers, body });
  return (await to.as(registrar).send('POST', `${uploaded.headers.get('location')}/confirm`)).body;
}
