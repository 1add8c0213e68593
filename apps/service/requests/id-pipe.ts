import { Param, type PipeTransform } from '@nestjs/common';
import { isUuid } from '../ledger/ids.js';
import { Problem } from '../problems/problem.js';

/** The id in an address, in the one spelling that ids have: behind it nobody meets another. */
class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly unknown: string) {}

  transform(id: string): string {
    if (!isUuid(id)) throw new Problem('not-found', this.unknown);
    return id.toLowerCase();
  }
}

/** The part `id` of the path. @param unknown what whoever names none that could be is told */
export const IdIn = (unknown: string): ParameterDecorator => Param('id', new IdPipe(unknown));

export const noCase = 'There is no such case, or none that you may see.';

/** The part `id` of the path, where it is a case’s. */
export const CaseIdIn = (): ParameterDecorator => IdIn(noCase);
