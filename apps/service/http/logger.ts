import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { SecurityLine } from './security-log.js';

/** Nest's log through pino: one JSON line each, on standard error. Never given tokens, bodies or people's names. */
export class PinoLogger implements LoggerService {
  readonly #pino: Logger;
  readonly #security: Logger;

  constructor(level: string) {
    this.#pino = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
    // Whoever wants to hear of faults alone still hears who was turned away.
    this.#security = this.#pino.child({ context: 'Security' }, { level: level === 'silent' ? level : 'info' });
  }

  security({ what, ...line }: SecurityLine): void {
    this.#security.info(line, what);
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
