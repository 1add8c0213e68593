import { Injectable, Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Actor } from '../../../libs/event-log/index.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import { ImpossibleRegisterFact } from '../../../libs/register/index.js';
import type { Day } from '../../../libs/register/model.js';
import { compare } from '../../../libs/register/ods/compare.js';
import { factsOf, type Preview } from '../../../libs/register/ods/preview.js';
import { readOds, type OdsKind } from '../../../libs/register/ods/read.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { ServiceClock } from '../clock/clock.js';
import { commandId, idOf } from '../ledger/ids.js';
import { Commands } from '../casework/commands.js';
import { Ledger } from '../ledger/ledger.js';
import type { Recording } from '../casework/registering.js';
import { differencesOf, type Difference } from './import-differences.js';
import { ImportStore, type Confirmation, type Import, type ImportSummary, type Received } from './import-store.js';

/** Facts recorded in one append. */
const batchSize = 1_000;

export type Begun =
  | { readonly outcome: 'begun' | 'repeated'; readonly import: Import }
  | { readonly outcome: 'other-kind'; readonly kind: OdsKind }
  | {
      readonly outcome:
        'too-large' | 'empty' | 'unknown-kind' | 'too-many-lines' | 'day-missing' | 'day-unasked' | 'key-reused';
    };

export type Confirmed =
  | { readonly outcome: 'recorded'; readonly confirmation: Confirmation }
  /** The register changed since the preview; nothing was recorded. */
  | { readonly outcome: 'register-changed'; readonly differences: readonly Difference[] }
  /** The register changed while it was recorded; so many facts were. */
  | { readonly outcome: 'broke-off'; readonly recorded: number; readonly because: string };

export interface ImportListed extends ImportSummary {
  readonly status: 'previewed' | 'recording' | 'recorded';
}

export interface Upload {
  readonly source: Readable;
  readonly kind?: OdsKind;
  readonly on?: Day;
  /** Idempotency-Key. */
  readonly key?: string;
}

/** Imports of ODS files: received and compared, then recorded on confirmation. */
@Injectable()
export class Imports {
  readonly #logger = new Logger('Import');
  /** By import, facts recorded so far. */
  readonly #progress = new Map<string, number>();
  /** Imports that were found to be recorded to the end. */
  readonly #recorded = new Set<string>();
  readonly #confirming = new Map<string, Promise<Confirmed>>();

  constructor(
    private readonly store: ImportStore,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly commands: Commands,
  ) {}

  /** Receives a file and says what it would change. Records nothing. */
  async begin({ source, ...upload }: Upload, by: Actor): Promise<Begun> {
    const received = await this.store.receive(source);
    return received === undefined ? { outcome: 'too-large' } : this.beginWith(received, upload, by);
  }

  /** Takes a file in whose particulars are told later; undefined when it is too large. To be begun with, or let go of. */
  receive(source: Readable): Promise<Received | undefined> {
    return this.store.receive(source);
  }

  letGo(received: Received): Promise<void> {
    return this.store.letGo(received);
  }

  /** Says what a file that was received would change, and keeps it if it is one of ODS. */
  async beginWith(received: Received, upload: Omit<Upload, 'source'>, by: Actor): Promise<Begun> {
    try {
      return await this.compared(received, upload, by);
    } finally {
      await this.store.letGo(received);
    }
  }

  find(id: string): Promise<Import | undefined> {
    return this.store.find(id);
  }

  /** The newest first, each with how far it is. */
  async list(): Promise<readonly ImportListed[]> {
    return Promise.all((await this.store.list()).map(async (it) => ({ ...it, status: await this.#statusOf(it.id) })));
  }

  async #statusOf(id: string): Promise<ImportListed['status']> {
    if (this.#recorded.has(id)) return 'recorded';
    const recording = (await this.store.isConfirmed(id)) ? await this.recordingOf(id) : undefined;
    if (recording === undefined) return 'previewed';
    if (recording.recorded < recording.confirmation.facts.length) return 'recording';
    this.#recorded.add(id);
    return 'recorded';
  }

  /** Undefined until the first of it is recorded. `recorded` counts facts. */
  async recordingOf(id: string): Promise<{ confirmation: Confirmation; recorded: number } | undefined> {
    const confirmation = await this.store.confirmationOf(id);
    if (confirmation === undefined) return undefined;
    const under = this.#progress.get(id);
    const recorded = under ?? (await this.recordedOf(id, confirmation));
    return recorded === 0 && confirmation.facts.length > 0 ? undefined : { confirmation, recorded };
  }

  /** Whether this instance is recording it. */
  isUnderWay(id: string): boolean {
    return this.#confirming.has(id);
  }

  /**
   * Records every fact of the preview, if it is still what the file would change. What was confirmed before is answered as the first
   * time; what broke off goes on. @throws LogUnavailable
   */
  confirm(it: Import, by: Actor): Promise<Confirmed> {
    const under = this.#confirming.get(it.id) ?? this.confirmOnce(it, by).finally(() => this.#confirming.delete(it.id));
    this.#confirming.set(it.id, under);
    return under;
  }

  private async compared(
    received: Received,
    { kind: told, on, key }: Omit<Upload, 'source'>,
    by: Actor,
  ): Promise<Begun> {
    const id = key === undefined ? randomUUID() : idOf('import', by.id, key.toLowerCase());
    const before = key === undefined ? undefined : await this.store.find(id);
    if (before !== undefined) {
      const same = before.sha256 === received.sha256 && before.on === on && (told ?? before.kind) === before.kind;
      return same ? { outcome: 'repeated', import: before } : { outcome: 'key-reused' };
    }
    const read = await readOds(this.store.contentOf(received), told);
    if (read.outcome !== 'read') return read;
    const { kind } = read.file;
    if ((kind === 'list-sizes') !== (on !== undefined))
      return { outcome: on === undefined ? 'day-missing' : 'day-unasked' };
    const now = this.clock.now();
    const day = { today: londonDay(now), ...(on !== undefined && { on }) };
    await this.ledger.catchUp();
    const preview = compare(read.file, this.ledger.register, day);
    const { sha256, size } = received;
    const who = { id: by.id, name: by.name };
    const it: Import = { id, kind, ...day, sha256, size, at: now.toISOString(), by: who, preview };
    await this.store.keep(received, it);
    return { outcome: 'begun', import: it };
  }

  private async confirmOnce(it: Import, by: Actor): Promise<Confirmed> {
    const before = await this.store.confirmationOf(it.id);
    // Until the first fact is recorded nothing was promised: the register may have changed since.
    if (before !== undefined && (before.facts.length === 0 || (await this.recordedOf(it.id, before)) > 0))
      return this.record(it, before, by);
    const differences = differencesOf(it.preview, await this.comparedNow(it));
    if (differences.length > 0) {
      // Another instance may have been asked to confirm it at the same time.
      const theirs = await this.store.confirmationOf(it.id);
      if (theirs !== undefined && (await this.recordedOf(it.id, theirs)) > 0) return this.record(it, theirs, by);
      return { outcome: 'register-changed', differences };
    }
    const confirmation = {
      at: this.clock.now().toISOString(),
      by: { id: by.id, name: by.name },
      facts: factsOf(it.preview),
    };
    await this.store.confirm(it.id, confirmation);
    return this.record(it, confirmation, by);
  }

  /** @throws LostFile when the file is not the one that was previewed */
  private async comparedNow(it: Import): Promise<Preview> {
    const { id, kind, today, on } = it;
    const read = await readOds(await this.store.fileOf(it), kind);
    if (read.outcome !== 'read') throw new Error(`The file of import ${id} can no longer be read: ${read.outcome}`);
    await this.ledger.catchUp();
    return compare(read.file, this.ledger.register, { today, ...(on !== undefined && { on }) });
  }

  /** Goes on where it broke off: a batch that is recorded is not recorded again. */
  private async record(it: Import, confirmation: Confirmation, by: Actor): Promise<Confirmed> {
    const { facts } = confirmation;
    const actor = { ...by, ...confirmation.by };
    let recorded = await this.recordedOf(it.id, confirmation);
    if (recorded === facts.length) return { outcome: 'recorded', confirmation };
    try {
      while (recorded < facts.length) {
        this.#progress.set(it.id, recorded);
        const batch = facts.slice(recorded, recorded + batchSize);
        await this.append(batch, { actor, key: keyOf(it.id, recorded), command: it.sha256, goesOn: true });
        recorded += batch.length;
        this.#logger.log(`Import ${it.id} (${it.kind}): ${recorded} of ${facts.length} facts recorded`);
      }
      return { outcome: 'recorded', confirmation };
    } catch (fault) {
      if (!(fault instanceof ImpossibleRegisterFact)) throw fault;
      return { outcome: 'broke-off', recorded, because: fault.message };
    } finally {
      this.#progress.delete(it.id);
    }
  }

  /** The one place where facts of an import are recorded, the first of them under `key`. @throws ImpossibleRegisterFact, LogUnavailable */
  private async append(batch: readonly RegisterFact[], by: Recording): Promise<void> {
    const [first, ...rest] = batch;
    if (first === undefined) return;
    const recorded = await this.commands.register([first, ...rest], by);
    if (recorded.outcome === 'refused') throw new ImpossibleRegisterFact(recorded.meaning);
    if (recorded.outcome === 'key-reused') throw new Error(`The key ${by.key} of an import is another event's`);
  }

  /** How many facts are in the log, told by the first of each batch: a batch is there whole or not at all. */
  private async recordedOf(id: string, { facts, by }: Confirmation): Promise<number> {
    for (let at = 0; at < facts.length; at += batchSize)
      if ((await this.ledger.log.find(commandId(registerStream, by.id, keyOf(id, at)))) === undefined) return at;
    return facts.length;
  }
}

/** Key of the first fact of the batch that begins with the import's fact `at`. */
const keyOf = (id: string, at: number): string => idOf('import', id, String(at));
