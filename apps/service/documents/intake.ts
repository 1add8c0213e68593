import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Asker } from '../access/asker.js';
import { noRoomOr } from '../problems/no-room.js';
import { Problem } from '../problems/problem.js';
import { Allowance, limitInWords, type Allowed } from './allowance.js';
import { Documents } from './documents.js';
import { kindsInWords } from './kinds.js';
import { DocumentStore, largestDocument, type Document, type Taken } from './store.js';

/** Takes documents in, whoever brings them: the API as a body, a page as a part of a form. */
@Injectable()
export class Intake {
  constructor(
    private readonly store: DocumentStore,
    private readonly documents: Documents,
    private readonly allowance: Allowance,
  ) {}

  /**
   * Stores a document and records whose it is. The same bytes again are the same document. The source is left as it is.
   *
   * @param length in bytes, as far as it is known; at most the largest document otherwise
   * @throws Problem
   */
  async take(
    source: Readable,
    length: number,
    asking: Asker,
  ): Promise<{ readonly document: Document; readonly isNew: boolean }> {
    const [grant] = asking.grants;
    if (grant === undefined) throw new Problem('not-yours', 'Only people with a role in the register store documents.');
    if (length > largestDocument) throw refused('too-large');
    const allowed = this.allowance.take(grant.organisation, length);
    if (allowed.outcome !== 'allowed') throw this.overTheLimit(allowed.outcome);
    try {
      const document = await this.stored(source);
      const known = await this.documents.isStoredBy(document.sha256, asking);
      const outcome = known ? 'known' : await this.documents.record(document, asking, grant, this.allowance.limit);
      if (outcome === 'over') throw this.overTheLimit('over');
      return { document, isNew: outcome === 'recorded' };
    } finally {
      allowed.giveBack();
    }
  }

  private async stored(source: Readable): Promise<Document> {
    const taken = await this.store.take(source).catch((fault: unknown) => {
      throw source.readableAborted
        ? new Problem('malformed', 'The upload broke off. Send the document again.')
        : noRoomOr(fault, 'The document');
    });
    if (taken.outcome !== 'taken') throw refused(taken.outcome);
    return taken.document;
  }

  private overTheLimit(outcome: Exclude<Allowed['outcome'], 'allowed'>): Problem {
    const limit = limitInWords(this.allowance.limit);
    const [detail, seconds] =
      outcome === 'over'
        ? [`${limit} Store this one tomorrow.`, this.allowance.secondsToTomorrow()]
        : [`${limit} Others of it are on their way now and may use up the rest. Try again in a minute.`, 60];
    return new Problem('too-many-requests', detail, {}, { 'retry-after': String(seconds) });
  }
}

function refused(outcome: Exclude<Taken['outcome'], 'taken'>): Problem {
  switch (outcome) {
    case 'empty':
      return new Problem('invalid', 'The document is empty. Choose one that holds something.');
    case 'too-large':
      return new Problem('too-large', `A document may have ${largestDocument / 1024 / 1024} MiB at most.`);
    case 'unknown-kind':
      return new Problem('media-type', `Send one of these: ${kindsInWords}. What a document is, is told by its bytes.`);
  }
}
