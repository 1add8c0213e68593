import { Controller, Get } from '@nestjs/common';
import { listOf, named, shape, text, type Said } from '../../../libs/forms/shape.js';
import { ok, Says } from '../contract/says.js';
import type { Asker } from './asker.js';
import { Asks } from './sign-in.guard.js';

export const meShape = named(
  'Me',
  shape({
    id: text,
    name: text,
    issuer: text,
    grants: listOf(shape({ role: text, organisation: text })),
    roles: listOf(text),
    organisations: listOf(text),
  }),
);

@Controller('api/me')
export class MeController {
  @Says({ tag: 'Work', summary: 'Who you are and what you may act for', answers: ok('You', meShape) })
  @Get()
  me(@Asks() { id, name, issuer, grants }: Asker): Said<typeof meShape> {
    return {
      id,
      name,
      issuer,
      grants,
      roles: [...new Set(grants.map(({ role }) => role))],
      organisations: [...new Set(grants.map(({ organisation }) => organisation))],
    };
  }
}
