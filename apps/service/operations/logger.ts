import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Nest's log through pino: one JSON line each, on standard error. Never given tokens, bodies or people's names. */
export class PinoLogger implements LoggerService {
  readonly #pino: Logger;

  constructor(level: string) {
    this.#pino = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  }

  /** Nest reports each route and module as it starts; that is of interest to who debugs the start only. */
  log(message: unknown, context?: string): void {
    this.#pino.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const text = message instanceof Error ? (message.stack ?? message.message) : String(message);
    this.#pino.error({ context }, text);
  }

  warn(message: unknown, context?: string): void {
    this.#pino.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.#pino.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.#pino.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.#pino.fatal({ context }, String(message));
  }
}
