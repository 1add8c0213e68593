import { Says, ok } from '../contract/says.js';
import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import { londonDay } from '../../../libs/workflow/london.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { AnyDay } from '../../../workflows/fields.js';
import { Whole } from '../requests/fields.js';

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
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  @Says({ tag: 'Register', summary: 'CCGs', answers: ok('CCGs', 'Listing') })
  @Get('ccgs')
  ccgs(@Query() { code, region, on }: CcgsQuery): unknown {
    const { register } = this.ledger;
    const found = register
      .ccgs({ ...(region && { region }), ...(on && { openOn: on }) })
      .filter((ccg) => code === undefined || ccg.code === code);
    return { ccgs: found };
  }

  @Says({
    tag: 'Register',
    summary: 'Practices, by code',
    answers: ok('A page of practices', 'Listing'),
  })
  @Get('practices')
  practices(@Query() { ccg, code, on, after = '', limit }: PracticesQuery): unknown {
    const { register } = this.ledger;
    const found = register
      .practices({ ...(ccg && { ccg }), on: on ?? londonDay(this.clock.now()) })
      // eslint-disable-next-line remit/no-text-order -- Codes are texts.
      .filter((practice) => (code === undefined || practice.code === code) && practice.code > after);
    const page = found.slice(0, limit);
    return { practices: page, ...(found.length > limit && { next: page.at(-1)?.code }) };
  }

  @Says({
    tag: 'Register',
    summary: 'Rounds of applications, with their dates',
    answers: ok('Rounds', 'Listing'),
  })
  @Get('rounds')
  rounds(): unknown {
    return { rounds: this.ledger.register.rounds() };
  }

  /** In working days nothing is counted beyond `reachesTo`. */
  @Says({
    tag: 'Register',
    summary: 'Bank holidays in England, and the day to which all are known',
    answers: ok('Days, and how far they reach', 'Listing'),
  })
  @Get('bank-holidays')
  bankHolidays(): unknown {
    const { register } = this.ledger;
    return { days: register.bankHolidays(), reachesTo: register.bankHolidaysReachTo() ?? null };
  }

  @Says({ tag: 'Register', summary: 'Regions', answers: ok('Regions', 'Listing') })
  @Get('regions')
  regions(): unknown {
    return { regions: this.ledger.register.regions() };
  }
}
