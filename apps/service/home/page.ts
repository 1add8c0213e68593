import { Get } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { HomeAnswer } from './answer.js';
import { homeView } from './view.js';

/** Where everybody begins. */
@Pages('')
export class HomePage {
  constructor(private readonly answer: HomeAnswer) {}

  @Get()
  async show(@Asks() asking: Asker): Promise<Shown> {
    return new Shown('home/home', homeView(await this.answer.of(asking), asking));
  }
}
