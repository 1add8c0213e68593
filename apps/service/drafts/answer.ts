import { Injectable } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Drafts } from './drafts.js';

/** A draft as lists show it. */
export interface ListedDraft {
  readonly title: string;
  /** Where one goes on with it. */
  readonly href: string;
  /** When it was last changed: ISO 8601, UTC, by the true time. */
  readonly changed: string;
}

@Injectable()
export class DraftsAnswer {
  constructor(private readonly drafts: Drafts) {}

  /** Those of the person asking, the one last changed first. */
  async of(asking: Asker): Promise<readonly ListedDraft[]> {
    const drafts = await this.drafts.of(asking);
    return drafts.map(({ title, page, changed }) => ({ title, href: page, changed: new Date(changed).toISOString() }));
  }
}
