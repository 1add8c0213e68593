/** How organisations and people are called, by their codes and ids. */
import { Injectable } from '@nestjs/common';
import type { Register } from '../../../libs/register/index.js';
import { Ledger } from '../ledger/ledger.js';
import type { Naming } from './said.js';

/** What an organisation is called; undefined where the register knows none of this code. */
export function organisationName(register: Register, code: string): string | undefined {
  if (code === 'nhse') return 'NHS England';
  return (register.ccg(code) ?? register.told(code) ?? register.region(code))?.name;
}

/** The same, by its code where nobody knows. */
export const organisationCalled = (register: Register, code: string): string =>
  organisationName(register, code) ?? code;

@Injectable()
export class Names implements Naming {
  constructor(private readonly ledger: Ledger) {}

  readonly organisation = (code: string): string | undefined => organisationName(this.ledger.register, code);

  readonly person = (id: string): string | undefined => this.ledger.register.nameOf(id);
}
