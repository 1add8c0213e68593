import { describe, expect, it } from '@jest/globals';
import {
  anything,
  either,
  listOf,
  named,
  only,
  orNull,
  refTo,
  shape,
  text,
  told,
  whole,
  type Named,
  type Said,
} from './shape.js';

const member = named('Member', shape({ ccg: text, outcome: orNull(text) }));
const group = named('Group', shape({ members: listOf(refTo(member)), left: told(whole, 'How many') }, 'left'));

describe('a shape', () => {
  it('is JSON Schema', () => {
    expect(member.schema).toEqual({
      type: 'object',
      properties: { ccg: { type: 'string' }, outcome: { type: ['string', 'null'] } },
      required: ['ccg', 'outcome'],
    });
    expect(group.schema).toEqual({
      type: 'object',
      properties: {
        members: { type: 'array', items: { $ref: '#/components/schemas/Member' } },
        left: { type: 'integer', description: 'How many' },
      },
      required: ['members'],
    });
    expect(either(only('a'), refTo(member))).toEqual({
      oneOf: [{ const: 'a' }, { $ref: '#/components/schemas/Member' }],
    });
  });

  it('is the type of what it describes', () => {
    const said: Said<typeof group> = { members: [{ ccg: '00C', outcome: null }] };
    expect(said.members).toHaveLength(1);
    // @ts-expect-error -- a text is no whole number
    const wrong: Said<typeof group> = { members: [], left: '1' };
    // @ts-expect-error -- all properties are there but the optional ones
    const less: Said<typeof group> = { left: 1 };
    expect([wrong, less]).toHaveLength(2);
  });

  it('is taken for a type only when it is true of all of that type', () => {
    interface Taken {
      readonly ccg: string;
      readonly since?: string;
    }
    const lessSaid: Named<Taken> = named('Taken', shape({ ccg: text }));
    const nothingSaid: Named<Taken> = named('Taken', anything);
    // @ts-expect-error -- `since` may be absent
    const tooMuchSaid: Named<Taken> = named('Taken', shape({ ccg: text, since: text }));
    // @ts-expect-error -- `ccg` is a text
    const otherSaid: Named<Taken> = named('Taken', shape({ ccg: whole }));
    expect([lessSaid, nothingSaid, tooMuchSaid, otherSaid]).toHaveLength(4);
  });
});
