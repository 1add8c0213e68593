import 'reflect-metadata';
import { ValidationPipe, type LoggerService, type ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { apiAudience, bearerVerifier, type BearerVerifier } from '../../libs/access/index.js';
import type { EventLog } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { openOrRebuild } from '../../libs/views/rebuild.js';
import type { FieldError } from '../../libs/workflow/index.js';
import { workflowOf } from '../../workflows/index.js';
import { SignIn } from './access/sign-in.guard.js';
import { ServiceClock, SimulatedClock, systemClock, type Clock } from './clock/clock.js';
import { Timekeeper } from './clock/timekeeper.js';
import { Ledger } from './ledger.js';
import { Problem } from './problems/problem.js';
import { ServiceModule } from './service.module.js';

/** Largest body of a JSON request, in bytes. */
export const largestBody = 256 * 1024;

export interface ServiceOptions {
  /** Folder for log, views and documents; made when absent. */
  readonly data: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly issuer: string;
  /** The name under which the register knows the issuer; undefined when it is the issuer's own. */
  readonly issuerInRegister?: string;
  readonly clock: Clock;
  readonly rateLimit: number;
  readonly logger: LoggerService | false;
  /** For tests: another log than the one in `data`, another way to verify tokens. */
  readonly log?: EventLog;
  readonly verify?: BearerVerifier;
  /** For the benchmark: further controllers in the same application. */
  readonly controllers?: readonly (new (...args: never[]) => unknown)[];
}

export interface Service {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly ledger: Ledger;
  readonly clock: ServiceClock;
  /** Answers what is under way, then lets go of everything. */
  close(): Promise<void>;
}

/** Starts the service: log, views, register, then the application on its port. */
export async function startService(options: ServiceOptions): Promise<Service> {
  mkdirSync(options.data, { recursive: true });
  const log = options.log ?? (await sqliteLog({ file: join(options.data, 'events.sqlite') }));
  try {
    return await startOver(log, options);
  } catch (fault) {
    // The log's thread would keep a service alive that never began.
    await log.close();
    throw fault;
  }
}

async function startOver(log: EventLog, options: ServiceOptions): Promise<Service> {
  const views = await openOrRebuild({ file: join(options.data, 'views.sqlite'), log, workflowOf });
  const ledger = await Ledger.open(log, views);
  const clock = new ServiceClock(options.clock);
  const verify = options.verify ?? bearerVerifier({ issuer: options.issuer, audience: apiAudience });
  const foundations = { ledger, clock, signIn: new SignIn(verify, options.issuerInRegister) };
  const app = await application(ServiceModule.on(foundations, options), options);
  await app.listen(options.port, options.host);
  const timekeeper = app.get(Timekeeper);
  timekeeper.start();
  return {
    url: await app.getUrl(),
    app,
    ledger,
    clock,
    close: async () => {
      await timekeeper.stop();
      await app.close();
      await ledger.close();
    },
  };
}

async function application(
  module: ReturnType<typeof ServiceModule.on>,
  { logger }: ServiceOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: largestBody,
    trustProxy: false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger, abortOnError: false });
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: (errors) =>
        new Problem('invalid', 'Check the fields named.', { fields: errors.flatMap((error) => fieldErrors(error)) }),
    }),
  );
  app.enableShutdownHooks([]);
  return app;
}

function fieldErrors(
  { property, constraints = {}, children = [] }: ValidationError,
  above = '',
): readonly FieldError[] {
  const field = above + property;
  return [
    ...Object.values(constraints).map((message) => ({ field, message })),
    ...children.flatMap((child) => fieldErrors(child, `${field}.`)),
  ];
}

/** The clock that REMIT_CLOCK names. */
export function clockFrom(setting: string): Clock {
  const [, time] = /^simulated:(.+)$/.exec(setting) ?? [];
  return time === undefined ? systemClock : new SimulatedClock(new Date(time));
}
