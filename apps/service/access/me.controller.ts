import { Controller, Get } from '@nestjs/common';
import type { Asker } from './asker.js';
import { Asks } from './sign-in.guard.js';

@Controller('api/me')
export class MeController {
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
