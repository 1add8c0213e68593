import { Controller, Get, Query } from '@nestjs/common';
import type { Ccg, Practice, Region, Round } from '../../../libs/register/model.js';
import { CcgCode, PracticeCode, RegionCode } from '../../../libs/forms/codes.js';
import { AnyDay } from '../../../libs/forms/days.js';
import { Optional } from '../../../libs/forms/decorators.js';
import { ok, Says } from '../contract/says.js';
import { Whole } from '../requests/fields.js';
import { RegisterAnswer } from './answer.js';

class CcgsQuery {
  @Optional('Only this CCG.') @CcgCode('the CCG') code?: string;
  @Optional('Only CCGs of this region.') @RegionCode('the region') region?: string;
  @Optional('Only CCGs open on this day.') @AnyDay('the day') on?: string;
}

class PracticesQuery {
  @Optional('Only members of this CCG.') @CcgCode('the CCG') ccg?: string;
  @Optional('Only this practice.') @PracticeCode('the practice') code?: string;
  @Optional('As things are on this day. Today unless you say another.') @AnyDay('the day') on?: string;
  @Optional('To go on with a list.') @PracticeCode('the practice to go on after') after?: string;
  @Whole('the most practices in a page', 1, 1000) limit = 500;
}

/** The register of organisations and rounds. Everybody who signs in may read it: it is public. People are not shown. */
@Controller('api/register')
export class RegisterController {
  constructor(private readonly answer: RegisterAnswer) {}

  @Says({ tag: 'Register', summary: 'CCGs', answers: ok('CCGs', 'Listing') })
  @Get('ccgs')
  ccgs(@Query() query: CcgsQuery): { readonly ccgs: readonly Ccg[] } {
    return { ccgs: this.answer.ccgs(query) };
  }

  @Says({
    tag: 'Register',
    summary: 'Practices, by code',
    answers: ok('A page of practices', 'Listing'),
  })
  @Get('practices')
  practices(@Query() query: PracticesQuery): { readonly practices: readonly Practice[]; readonly next?: string } {
    return this.answer.practices(query);
  }

  @Says({
    tag: 'Register',
    summary: 'Rounds of applications, with their dates',
    answers: ok('Rounds', 'Listing'),
  })
  @Get('rounds')
  rounds(): { readonly rounds: readonly Round[] } {
    return { rounds: this.answer.rounds() };
  }

  /** In working days nothing is counted beyond `reachesTo`. */
  @Says({
    tag: 'Register',
    summary: 'Bank holidays in England, and the day to which all are known',
    answers: ok('Days, and how far they reach', 'Listing'),
  })
  @Get('bank-holidays')
  bankHolidays(): { readonly days: readonly string[]; readonly reachesTo: string | null } {
    return this.answer.bankHolidays();
  }

  @Says({ tag: 'Register', summary: 'Regions', answers: ok('Regions', 'Listing') })
  @Get('regions')
  regions(): { readonly regions: readonly Region[] } {
    return { regions: this.answer.regions() };
  }
}
