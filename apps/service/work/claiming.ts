/** Cases taken in hand and given back from the list of one's queues. */
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import type { Asker } from '../access/asker.js';
import { Act } from '../cases/act.js';
import type { Acted } from '../casework/acting.js';
import { idOf, isUuid } from '../ledger/ids.js';
import { pageLength } from '../pages/addresses.js';
import { problemFor } from '../problems/problem.js';
import { fingerprintOf } from '../requests/keys.js';
import type { PostedForm } from '../session/posted-form.js';

/** What a button of the form does. */
export type Does = 'claimed' | 'released';

const typeOf = { claimed: 'CaseClaimed', released: 'CaseReleased' } as const satisfies Record<Does, string>;

/** A case in a queue, as the page had it that was sent. */
export interface Pick {
  readonly case: string;
  readonly queue: string;
  readonly revision: number;
  /** The same for the same form, so that one sent twice does nothing twice. */
  readonly key: string;
}

/** All that are picked with checkboxes, as the value of a button. */
export const picked = 'picked';

/** What was asked for: by the button of a row, of that row; by one below the list, of the rows picked. */
export function picksIn(form: PostedForm): { readonly does: Does; readonly picks: readonly Pick[] } {
  const claimed = form.one('claim');
  const does = claimed === undefined ? 'released' : 'claimed';
  const pressed = claimed ?? form.one('release');
  const said = pressed === undefined || pressed === picked ? form.all('pick') : [pressed];
  const sent = form.one('_key');
  const formKey = sent !== undefined && isUuid(sent) ? sent : randomUUID();
  const picks = said.slice(0, pageLength).flatMap((text) => pickOf(text, formKey) ?? []);
  return { does, picks };
}

function pickOf(text: string, formKey: string): Pick | undefined {
  const [, id, queue, revision] = /^([0-9a-f-]{36}) ([a-z-]{1,50}) (\d{1,9})$/.exec(text) ?? [];
  if (id === undefined || queue === undefined || !isUuid(id)) return undefined;
  return { case: id, queue, revision: Number(revision), key: idOf('command', 'pick', formKey, id, queue) };
}

@Injectable()
export class Claiming {
  constructor(private readonly commands: CommandBus) {}

  /** Each by itself: what is refused of one keeps nothing from another. `refused` has a sentence for each. */
  async all(
    does: Does,
    picks: readonly Pick[],
    asking: Asker,
  ): Promise<{ readonly done: number; readonly refused: readonly string[] }> {
    const outcomes = await Promise.all(picks.map((pick) => this.one(does, pick, asking)));
    const refused = outcomes.filter((each) => each !== undefined);
    return { done: outcomes.length - refused.length, refused };
  }

  /** Why not; undefined when it is recorded. */
  private async one(does: Does, { case: id, queue, revision, key }: Pick, asking: Asker): Promise<string | undefined> {
    const type = typeOf[does];
    const command = fingerprintOf(asking, ['claim', type, id, queue]);
    const attempt = { type, data: { queue }, key, command };
    const acted: Acted = await this.commands.execute(new Act(id, attempt, revision, asking));
    switch (acted.outcome) {
      case 'recorded':
        return undefined;
      case 'refused':
        return `${shortOf(id)}: ${problemFor(acted.refusal).document.detail}`;
      case 'overtaken':
        return `${shortOf(id)}: something was recorded on the case since you opened the list. The list shows it as it is now, so look at it and try again.`;
      default:
        return `${shortOf(id)}: the case could not be ${does}. Open the list again and try once more.`;
    }
  }
}

const shortOf = (id: string): string => `Case ${id.slice(0, 8)}`;
