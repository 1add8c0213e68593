import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { currentWorkflow } from '../../../workflows/index.js';
import { derivedId } from '../ids.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';
import type { Asking } from '../access/asking.js';
import { Recorder, type Acted, type Attempt } from './recorder.js';

/** A person asks for a fact to be recorded on a case. */
export class Act {
  constructor(
    readonly caseId: string,
    readonly attempt: Attempt,
    /** The revision the person has seen; needed but for commuting facts. */
    readonly ifMatch: number | undefined,
    readonly asking: Asking,
  ) {}
}

/** A person asks for a case to be begun with its first fact. */
export class Begin {
  constructor(
    readonly workflow: string,
    readonly ccg: string,
    readonly round: string,
    readonly attempt: Attempt,
    readonly asking: Asking,
  ) {}
}

@CommandHandler(Act)
export class ActHandler implements ICommandHandler<Act> {
  constructor(private readonly recorder: Recorder) {}

  execute({ caseId, attempt, ifMatch, asking }: Act): Promise<Acted> {
    return this.recorder.act(caseId, attempt, asking, ifMatch);
  }
}

@CommandHandler(Begin)
export class BeginHandler implements ICommandHandler<Begin> {
  constructor(
    private readonly recorder: Recorder,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  async execute({ workflow: name, ccg, round, attempt, asking }: Begin): Promise<Acted> {
    const workflow = currentWorkflow(name);
    const fields = [
      ...(workflow?.level
        ? []
        : [{ field: 'workflow', message: `Choose a workflow that /api/workflows lists, with a level` }]),
      ...(this.ledger.register.ccg(ccg)
        ? []
        : [{ field: 'ccg', message: 'Enter the code of a CCG that /api/register/ccgs lists' }]),
      ...(this.ledger.register.round(round)
        ? []
        : [{ field: 'round', message: 'Enter a round that /api/register/rounds lists' }]),
    ];
    if (workflow === undefined || fields.length > 0)
      return { outcome: 'refused', refusal: { because: 'invalid', fields } };
    return this.recorder.begin(workflow, { caseId: derivedId(attempt.key, 'case'), ccg, round }, attempt, asking);
  }
}
