/** What people type to look for something, as what the history knows it by. */
import { Injectable } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Visibility } from '../access/visibility.js';
import { Ledger } from '../ledger/ledger.js';
import type { PageError } from '../pages/answered.js';
import { AuditAnswer } from './answer.js';

/** What was found, or what is wrong with what was typed. */
export type Resolved = { readonly value: string } | { readonly error: PageError };

/** Several that were meant, named to choose from. */
const mostNamed = 8;

@Injectable()
export class Resolving {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly answer: AuditAnswer,
  ) {}

  /** A person by id, or by a name that nobody else has in theirs. */
  async person(typed: string): Promise<Resolved> {
    if (this.ledger.register.nameOf(typed) !== undefined) return { value: typed };
    const found = await this.answer.peopleNamed(typed, mostNamed + 1);
    const exact = found.filter(({ name, id }) => name.toLowerCase() === typed.toLowerCase() || id === typed);
    const [one, ...others] = exact.length > 0 ? exact : found;
    // By an id under which nobody acted there is nothing to be found.
    if (one === undefined) return { value: typed };
    if (others.every(({ id }) => id === one.id)) return { value: one.id };
    const named = found.slice(0, mostNamed).map(({ name, id }) => `${name} (${id})`);
    const more = found.length > mostNamed ? ' …' : '.';
    return {
      error: { text: `Enter one person: “${typed}” may be ${named.join(', ')}${more}`, href: '#filter-person' },
    };
  }

  /** An organisation by code, or by a name. */
  organisation(typed: string): Resolved {
    const { register } = this.ledger;
    const code = /^[a-z]?\d|^y\d/i.test(typed) ? typed.toUpperCase() : typed;
    if (register.ccg(code) ?? register.told(code) ?? register.region(code)) return { value: code };
    const sought = typed.toLowerCase();
    const all = [{ code: 'nhse', name: 'NHS England' }, ...register.regions(), ...register.ccgs()];
    const exact = all.filter(
      ({ name, code: known }) => name.toLowerCase() === sought || known.toLowerCase() === sought,
    );
    const found = exact.length > 0 ? exact : all.filter(({ name }) => name.toLowerCase().includes(sought));
    const [one, ...others] = found;
    if (one === undefined) return { value: code };
    if (others.length === 0) return { value: one.code };
    const named = found.slice(0, mostNamed).map(({ name, code: known }) => `${name} (${known})`);
    const more = found.length > mostNamed ? ' …' : '.';
    return {
      error: {
        text: `Enter one organisation: “${typed}” may be ${named.join(', ')}${more}`,
        href: '#filter-organisation',
      },
    };
  }

  /** A case by its reference, or by the beginning of it. */
  case(typed: string, asking: Asker): Resolved {
    const { views } = this.ledger;
    const id = typed.toLowerCase();
    if (views.findCase(id) !== undefined) return { value: id };
    const scope = this.visibility.scope(asking);
    const isBeginning = /^[0-9a-f-]{4,36}$/.test(id);
    const [one, other] = isBeginning ? views.listed({ scope, search: { text: id, ccgs: [] }, limit: 2 }) : [];
    if (one === undefined)
      return {
        error: { text: 'Enter the reference of a case, or its first 4 characters or more', href: '#filter-case' },
      };
    if (other === undefined) return { value: one.id };
    return { error: { text: `Enter more of the reference: several cases match “${typed}”`, href: '#filter-case' } };
  }
}
