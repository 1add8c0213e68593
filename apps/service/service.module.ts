import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { SignIn, SignInGuard } from './access/sign-in.guard.js';
import { MeController } from './access/me.controller.js';
import { ActHandler, BeginHandler } from './cases/act.js';
import { CasesController } from './cases/cases.controller.js';
import { FindCaseHandler, ListCasesHandler, ReadHistoryHandler } from './cases/find-cases.js';
import { Recorder } from './cases/recorder.js';
import { Sights } from './cases/sights.js';
import { ServiceClock } from './clock/clock.js';
import { ClockController } from './clock/clock.controller.js';
import { Timekeeper } from './clock/timekeeper.js';
import { Ledger } from './ledger.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ProblemsController } from './problems/problems.controller.js';
import { QueuesController } from './queues/queues.controller.js';
import type { ServiceOptions } from './service.js';
import { RegisterController } from './register/register.controller.js';
import { UptakeController } from './uptake/uptake.controller.js';
import { WorkflowsController } from './workflows/workflows.controller.js';

/** What is made before the application and lives as long as it. */
export interface Foundations {
  readonly ledger: Ledger;
  readonly clock: ServiceClock;
  readonly signIn: SignIn;
}

@Module({})
export class ServiceModule {
  static on(
    { ledger, clock, signIn }: Foundations,
    { controllers = [] }: Pick<ServiceOptions, 'controllers'> = {},
  ): DynamicModule {
    return {
      module: ServiceModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CasesController,
        ClockController,
        MeController,
        ProblemsController,
        QueuesController,
        RegisterController,
        UptakeController,
        WorkflowsController,
        ...controllers,
      ],
      providers: [
        { provide: Ledger, useValue: ledger },
        { provide: ServiceClock, useValue: clock },
        { provide: SignIn, useValue: signIn },
        { provide: APP_GUARD, useClass: SignInGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        Sights,
        Recorder,
        Timekeeper,
        ActHandler,
        BeginHandler,
        FindCaseHandler,
        ReadHistoryHandler,
        ListCasesHandler,
      ],
    };
  }
}
