/** What a page of one act needs to know: what is asked, whether it can be done now, and if not, why. */
import { Injectable } from '@nestjs/common';
import { formOf, type Form } from '../../../libs/forms/form.js';
import { checkData } from '../../../libs/workflow/data.js';
import { refusalOf, type Move } from '../../../libs/workflow/decide.js';
import type { FieldError, Refusal, Workflow } from '../../../libs/workflow/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { misfitsIn } from '../../../libs/workflow/spans.js';
import { currentWorkflow } from '../../../workflows/index.js';
import type { Asker } from '../access/asker.js';
import { actorOf } from '../casework/acting.js';
import { mayBegin, mayRecord } from '../casework/part.js';
import { CasesAnswer } from '../cases/answer.js';
import type { CaseJson } from '../cases/shapes.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type { Offers } from '../forms/asked.js';
import { caseOffers, queueOffers, registerOffers, roundOffers } from './offers.js';

/** One act on a case, as somebody would do it now. */
export interface AskedAct {
  readonly workflow: Workflow;
  readonly case: CaseJson;
  readonly form: Form;
  /** Absent where it cannot be done now. */
  readonly move?: Move;
  /** Why not. */
  readonly refusal?: Refusal;
  /** What cannot be undone once it is done; absent where it can. */
  readonly irreversible?: string;
  /** Whether it is decided anew on whatever the case has come to. */
  readonly commutes: boolean;
  readonly offers: Offers;
}

/** A case that somebody would begin. */
export interface AskedBeginning {
  readonly workflow: Workflow;
  readonly form: Form;
  readonly offers: Offers;
  readonly irreversible?: string;
}

@Injectable()
export class ActsAnswer {
  constructor(
    private readonly cases: CasesAnswer,
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** Undefined for a case, or a type, that is not there for this person. */
  async act(id: string, type: string, asking: Asker): Promise<AskedAct | undefined> {
    const found = await this.cases.found(id, {}, asking);
    if (found === undefined || 'last' in found) return undefined;
    const { workflow, standing } = found;
    const shown = await this.cases.shown(id, found, { asking, isNow: true });
    if (!Object.hasOwn(workflow.events, type) || !mayRecord(workflow, type, asking)) return undefined;
    const move = shown.moves.find((each) => each.type === type);
    const at = this.clock.now().toISOString();
    const refusal = move ? undefined : refusalOf(workflow, standing, { type, data: {}, at, actor: actorOf(asking) });
    const irreversible = workflow.irreversible?.[type];
    const form = formOf(workflow, type);
    return {
      workflow,
      case: shown,
      form,
      ...(move && { move }),
      ...(refusal && { refusal }),
      ...(irreversible !== undefined && { irreversible }),
      commutes: workflow.commuting.includes(type),
      offers: {
        ...registerOffers(form.fields, { asking, register: this.ledger.register, today: londonDay(at) }),
        ...queueOffers(shown, asking),
        ...caseOffers(workflow, type, standing.snapshot.context),
      },
    };
  }

  /** Workflows of which the person may begin a case. */
  beginnings(asking: Asker): readonly Workflow[] {
    const today = londonDay(this.clock.now());
    return beginnable.flatMap((name) => {
      const workflow = currentWorkflow(name, today);
      const [grant] = asking.grants;
      return workflow && mayBegin(workflow, grant?.organisation, asking) ? [workflow] : [];
    });
  }

  /** Undefined for a workflow of which the person begins no case. */
  beginning(name: string, asking: Asker): AskedBeginning | undefined {
    const workflow = this.beginnings(asking).find((each) => each.name === name);
    if (workflow === undefined) return undefined;
    const at = this.clock.now().toISOString();
    const today = londonDay(at);
    const irreversible = workflow.irreversible?.[workflow.begins];
    const form = formOf(workflow, workflow.begins);
    return {
      workflow,
      form,
      offers: {
        ...registerOffers(form.fields, { asking, register: this.ledger.register, today }),
        ...roundOffers(workflow, this.ledger.register, at),
      },
      ...(irreversible !== undefined && { irreversible }),
    };
  }

  /** What is wrong with data, beside the rules of the case. */
  faultsIn(workflow: Workflow, type: string, data: Readonly<Record<string, unknown>>): readonly FieldError[] {
    const checked = checkData(workflow, type, data);
    if (!checked.ok) return checked.refusal.because === 'invalid' ? checked.refusal.fields : [];
    const shape = workflow.events[type];
    return shape ? misfitsIn(shape, checked.data, londonDay(this.clock.now())) : [];
  }
}

/** Workflows of which people begin cases, in the order they are offered. */
const beginnable = [
  'delegated-commissioning',
  'joint-commissioning',
  'greater-involvement',
  'membership-request',
  'committee-meeting',
];
