import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { londonDay } from '../../../libs/workflow/london.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { currentWorkflow } from '../../../workflows/index.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type { Asker } from '../access/asker.js';
import type { Acted, Attempt } from '../casework/acting.js';
import { unknownIn } from '../casework/beginning.js';
import { Commands } from '../casework/commands.js';

/** A person asks for a fact to be recorded on a case. */
export class Act extends Command<Acted> {
  constructor(
    readonly caseId: string,
    readonly attempt: Attempt,
    /** The revision the person has seen; needed but for commuting facts. */
    readonly ifMatch: number | undefined,
    readonly asking: Asker,
  ) {
    super();
  }
}

/** A person asks for a case to be begun with its first fact. */
export class Begin extends Command<Acted> {
  constructor(
    readonly workflow: string,
    /** Undefined where the workflow is about none, as is the round. */
    readonly ccg: string | undefined,
    readonly round: string | undefined,
    /** The data of the first fact. */
    readonly data: unknown,
    readonly attempt: Pick<Attempt, 'key' | 'command'>,
    readonly asking: Asker,
  ) {
    super();
  }
}

const noSuchWorkflow = { field: 'workflow', message: 'Choose a workflow that /api/workflows lists' };

@CommandHandler(Act)
export class ActHandler implements ICommandHandler<Act> {
  constructor(private readonly commands: Commands) {}

  execute({ caseId, attempt, ifMatch, asking }: Act): Promise<Acted> {
    return this.commands.act(caseId, attempt, asking, ifMatch);
  }
}

@CommandHandler(Begin)
export class BeginHandler implements ICommandHandler<Begin> {
  constructor(
    private readonly commands: Commands,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  async execute({ workflow: name, ccg, round, data, attempt, asking }: Begin): Promise<Acted> {
    const workflow = currentWorkflow(name, londonDay(this.clock.now()));
    if (workflow === undefined || workflow.name === arrangement.name)
      return { outcome: 'refused', refusal: { because: 'invalid', fields: [noSuchWorkflow] } };
    // Another instance may have registered it.
    if (unknownIn(this.ledger.register, { workflow, ccg, round })) await this.ledger.catchUp();
    return this.commands.begin({ workflow, ccg, round, attempt: { ...attempt, type: workflow.begins, data }, asking });
  }
}
