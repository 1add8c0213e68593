import { Get } from '@nestjs/common';
import { holds, type Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import { Shown } from '../pages/answered.js';
import { Pages } from '../pages/page.js';
import { RegisterAnswer } from './answer.js';
import { RegisterLists } from './lists-answer.js';
import { roundsView } from './rounds-view.js';

/** Rounds, for everybody who is signed in. */
@Pages('rounds')
export class RoundsPage {
  constructor(
    private readonly answer: RegisterAnswer,
    private readonly lists: RegisterLists,
  ) {}

  @Get()
  rounds(@Asks() asker: Asker): Shown {
    return new Shown('register/rounds', roundsView(this.answer.rounds(), this.lists.now(), holds(asker, 'registrar')));
  }
}
