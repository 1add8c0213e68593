/** Records what was sent from the page of a meeting, or says in words why not. */
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import { inWords } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';
import type { Acted } from '../casework/acting.js';
import { Act } from '../cases/act.js';
import { CasesAnswer } from '../cases/answer.js';
import { problemFor, Problem, nothingHere } from '../problems/problem.js';
import { checkedKey, fingerprintOf } from '../requests/keys.js';
import type { PostedForm } from '../session/posted-form.js';
import { namedIn, type Failed } from './forms.js';

/** Of what others recorded meanwhile, so many facts are told. */
const mostTold = 20;

export interface Sent {
  /** The form: `attendance`, `table`, or that of an item. */
  readonly act: string;
  /** The case it is recorded on: the meeting, or the case of an item. */
  readonly about: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly form: PostedForm;
  /** Which the person saw; of what commutes it does not matter. */
  readonly revision: number | undefined;
}

export type Recorded = { readonly revision: number } | { readonly failed: Failed; readonly status: number };

@Injectable()
export class Recording {
  constructor(
    private readonly commands: CommandBus,
    private readonly cases: CasesAnswer,
  ) {}

  /** @throws Problem where the case is not there for this person, or the form was not sent from its page */
  async record(sent: Sent, asking: Asker): Promise<Recorded> {
    const { about, type, data, form, revision } = sent;
    const key = checkedKey(form.one('_key'));
    const command = fingerprintOf(asking, ['meeting', about, type, data]);
    const acted = await this.commands.execute(new Act(about, { type, data, key, command }, revision, asking));
    return this.outcome(acted, sent, asking);
  }

  private async outcome(acted: Acted, { act, about, form, revision }: Sent, asking: Asker): Promise<Recorded> {
    const failed = { act, typed: form.typed(), errors: [] };
    switch (acted.outcome) {
      case 'recorded':
        return { revision: acted.event.revision };
      case 'refused': {
        const { status, detail, fields, rule } = problemFor(acted.refusal).document;
        if (fields && fields.length > 0) return { status, failed: { ...failed, errors: namedIn(act, fields) } };
        return { status, failed: { ...failed, because: detail, ...(rule !== undefined && { rule }) } };
      }
      case 'overtaken': {
        const because = 'Something else was recorded since you opened the page. Look at it, then send the form again.';
        return { status: 412, failed: { ...failed, because, moved: await this.since(about, revision ?? -1, asking) } };
      }
      case 'key-reused':
        return {
          status: 422,
          failed: { ...failed, because: 'The form was sent already, in other words. Send it again if you mean both.' },
        };
      case 'revision-needed':
        throw new Problem('malformed', 'Send the form from its page.');
      case 'not-found':
        throw new Problem('not-found', nothingHere);
    }
  }

  private async since(about: string, revision: number, asking: Asker): Promise<NonNullable<Failed['moved']>> {
    const page = await this.cases.since(about, revision, mostTold, asking);
    return (page?.events ?? []).map(({ type, at, actor, data }) => ({
      what: `${inWords(type).trim()}${typeof data['item'] === 'number' ? `, item ${data['item']}` : ''}`,
      by: actor.name,
      at: deadlineInWords(at),
    }));
  }
}
