/** How a committee's decision is recorded, whichever committee decides. */
import type { RuleId } from '../../../libs/workflow/index.js';
import type { Context, Role } from '../../case/context.js';
import { model, only, type RuleName } from '../../case/model.js';
import { imposed } from './conditions.js';
import { minuted, minutedRules, withMinute } from './minuted.js';

interface Deciding {
  readonly by: Role;
  /** Whose decision it is. */
  readonly whose: readonly RuleName[];
  /** What an approval rests on besides. */
  readonly approval: readonly RuleName[];
  /** The numbers of the rules of `approval` that no decision elsewhere names. */
  readonly rules?: readonly RuleId[];
  /** Where an approval leads, and a deferral. */
  readonly approved: string;
  readonly deferred: string;
}

export function decisionsOf({ by, whose, approval, rules = [], approved, deferred }: Deciding) {
  const independent = ['approverHasNoInterest', 'deciderDidNotAssess', ...whose, ...minuted] as const;
  const meta = {
    by: [by],
    label: 'Record the decision',
    rules: ['R-45', 'R-17', 'R-41', 'R-43', 'R-44', ...minutedRules, ...rules],
  } as const;
  return [
    {
      target: approved,
      guard: only(
        ...independent,
        'ccgIsNotInSpecialMeasures',
        'groupGoesOn',
        ...approval,
        'conditionsAreImposed',
        'conditionsGoWithTheDecision',
        'itIsAnApproval',
      ),
      description: 'The committee approves, with or without conditions.',
      meta,
      actions: model.assign(({ context, event }) =>
        event.type === 'DecisionMade'
          ? { ...withMinute(context, event), conditions: imposed(event), signatories: [] }
          : {},
      ),
    },
    {
      target: deferred,
      guard: only(...independent, 'conditionsGoWithTheDecision', 'itIsADeferral'),
      description: 'The committee defers its decision, or was inquorate and decided nothing.',
      meta,
      actions: model.assign(({ context, event }) => (event.type === 'DecisionMade' ? withMinute(context, event) : {})),
    },
    {
      target: '#rejected',
      guard: only(...independent, 'rejectionHasReasons', 'conditionsGoWithTheDecision', 'itIsARejection'),
      description: 'The committee rejects the application, with reasons.',
      meta,
    },
  ] as const;
}

/** `afresh`: what was found and decided of the submission that is reworked. */
export const suspendsApproval = (afresh: Partial<Context>) =>
  ({
    ApprovalSuspended: {
      target: '#reworking',
      guard: only('approverHasNoInterest'),
      description: 'A structural defect was found. The approval is suspended and the case goes back for rework.',
      meta: { by: ['regional-assessor', 'national-committee'], label: 'Suspend the approval', rules: ['R-35', 'R-47'] },
      actions: model.assign(() => afresh),
    },
  }) as const;
