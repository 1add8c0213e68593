import { createHash } from 'node:crypto';
import type { Person } from '../../../libs/access/index.js';

/** By which a form knows whom it was shown to. It stands in pages and is no secret, but says no subject either. */
export const markOf = ({ issuer, subject }: Pick<Person, 'issuer' | 'subject'>): string =>
  createHash('sha256').update(`${issuer}\n${subject}`).digest('base64url').slice(0, 22);
