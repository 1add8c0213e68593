import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import type { Ccg, Practice, Region, Round } from '../../../libs/register/model.js';
import { AnyDay } from '../../../workflows/fields.js';
import { listing, ok, Says } from '../contract/says.js';
import { Whole } from '../requests/fields.js';
import { RegisterAnswer } from './answer.js';

class CcgsQuery {
  @IsOptional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter code as a CCG code such as 00C' }) code?: string;
  @IsOptional() @Matches(/^Y\d{2}$/, { message: 'Enter region as a code such as Y54' }) region?: string;
  /** Only CCGs open on this day. */
  @IsOptional() @AnyDay('on') on?: string;
}

class PracticesQuery {
  @IsOptional() @Matches(/^\d{2}[A-Z]$/, { message: 'Enter ccg as a code such as 00C' }) ccg?: string;
  @IsOptional() @Matches(/^[A-Z]\d{5}$/, { message: 'Enter code as a practice code such as A81001' }) code?: string;
  @IsOptional() @AnyDay('on') on?: string;
  /** A practice code to go on after. */
  @IsOptional() @Matches(/^[A-Z]\d{5}$/, { message: 'Enter after as a practice code' }) after?: string;
  @Whole('limit', 1, 1000) limit = 500;
}

/** The register of organisations and rounds. Everybody who signs in may read it: it is public. People are not shown. */
@Controller('api/register')
export class RegisterController {
  constructor(private readonly answer: RegisterAnswer) {}

  @Says({ tag: 'Register', summary: 'CCGs', answers: ok('CCGs', listing) })
  @Get('ccgs')
  ccgs(@Query() query: CcgsQuery): { readonly ccgs: readonly Ccg[] } {
    return { ccgs: this.answer.ccgs(query) };
  }

  @Says({
    tag: 'Register',
    summary: 'Practices, by code',
    answers: ok('A page of practices', listing),
  })
  @Get('practices')
  practices(@Query() query: PracticesQuery): { readonly practices: readonly Practice[]; readonly next?: string } {
    return this.answer.practices(query);
  }

  @Says({
    tag: 'Register',
    summary: 'Rounds of applications, with their dates',
    answers: ok('Rounds', listing),
  })
  @Get('rounds')
  rounds(): { readonly rounds: readonly Round[] } {
    return { rounds: this.answer.rounds() };
  }

  /** In working days nothing is counted beyond `reachesTo`. */
  @Says({
    tag: 'Register',
    summary: 'Bank holidays in England, and the day to which all are known',
    answers: ok('Days, and how far they reach', listing),
  })
  @Get('bank-holidays')
  bankHolidays(): { readonly days: readonly string[]; readonly reachesTo: string | null } {
    return this.answer.bankHolidays();
  }

  @Says({ tag: 'Register', summary: 'Regions', answers: ok('Regions', listing) })
  @Get('regions')
  regions(): { readonly regions: readonly Region[] } {
    return { regions: this.answer.regions() };
  }
}
