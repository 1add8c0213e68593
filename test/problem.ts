/** What every refusal of the API must be; for specs. */
import { problems } from '../apps/service/problems/problem.js';
import type { Answer, Body } from './service.js';

/** Words that would tell a stranger how the service is made; a time of the day is none. */
const innards =
  /\bat (?!\d\d:\d\d on )\S+:\d+|node_modules|SQLITE|\bSELECT\b|\bINSERT\b|\/tmp\/|\.[jt]s\b|Error:|undefined|\[object/;

/** `409 rule`, once everything about the answer is as RFC 9457 and the list of problems have it. @throws Error when it is not */
export function problemIn({ status, headers, body }: Answer<Body>): string {
  const type = headers.get('content-type') ?? '';
  const name = body.type.replace(/^\/problems\//, '');
  const known = Object.hasOwn(problems, name) ? problems[name as keyof typeof problems] : undefined;
  const faults = [
    ...(type.startsWith('application/problem+json') ? [] : [`its type is ${type}`]),
    ...(known && known.status === status && body.status === status && body.title === known.title
      ? []
      : ['it is not listed']),
    ...(typeof body.detail === 'string' && /\S/.test(body.detail) ? [] : ['it has no detail']),
    ...(innards.test(JSON.stringify(body)) ? ['it shows how the service is made'] : []),
  ];
  if (faults.length > 0) throw new Error(`${status} ${JSON.stringify(body)}: ${faults.join('; ')}`);
  return `${status} ${name}`;
}
