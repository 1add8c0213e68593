/** How organisations and people are called, by their codes and ids. */
import { Injectable } from '@nestjs/common';
import { Ledger } from '../ledger/ledger.js';
import type { Naming } from './said.js';

@Injectable()
export class Names implements Naming {
  constructor(private readonly ledger: Ledger) {}

  readonly organisation = (code: string): string | undefined => {
    if (code === 'nhse') return 'NHS England';
    const { register } = this.ledger;
    return (register.ccg(code) ?? register.told(code) ?? register.region(code))?.name;
  };

  readonly person = (id: string): string | undefined => this.ledger.register.nameOf(id);
}
