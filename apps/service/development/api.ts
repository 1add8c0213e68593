import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { OpenToAll } from '../access/sign-in.guard.js';
import { DevelopmentAnswer, type Trial } from './answer.js';

/** What the development identity asks, which is a process of its own. There is nothing at these addresses in production. */
@ApiExcludeController()
@OpenToAll()
@Controller('development')
export class DevelopmentController {
  constructor(private readonly answer: DevelopmentAnswer) {}

  @Get('people')
  async people(): Promise<{ readonly people: readonly Trial[] }> {
    return { people: await this.answer.people() };
  }
}
