import { Injectable } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Drafts, type Draft } from './drafts.js';

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
    return drafts.map(({ about, type, title, changed, revision }) => ({
      title,
      href: hrefOf({ about, type, ...(revision !== undefined && { revision }) }),
      changed: new Date(changed).toISOString(),
    }));
  }
}

function hrefOf({ about, type, revision }: Pick<Draft, 'about' | 'type' | 'revision'>): string {
  // What is about no case is about its own page.
  if (about.startsWith('/')) return about;
  return revision === undefined ? `/apply/${about}` : `/cases/${about}/do/${type}`;
}
