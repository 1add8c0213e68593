import { Controller, Get } from '@nestjs/common';
import { ok, Says } from '../contract/says.js';
import type { Asker } from './asker.js';
import { Asks } from './sign-in.guard.js';

@Controller('api/me')
export class MeController {
  @Says({ tag: 'Work', summary: 'Who you are and what you may act for', answers: ok('You', 'Me') })
  @Get()
  me(@Asks() { id, name, issuer, grants }: Asker): unknown {
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
