/** How a committee's decision is recorded, whichever committee decides. */
import { withChange } from '../../application/changes.js';
import { independent, independently, model, only } from '../../application/model.js';
import type { Role } from '../../application/roles.js';
import type { Context, RuleName } from '../../application/words.js';
import { imposed } from './imposed.js';
import { minuted, withMinute } from './minuted.js';

interface Deciding {
  readonly by: Role;
  /** Whose decision it is. */
  readonly whose: readonly RuleName[];
  /** What an approval rests on besides. */
  readonly approval: readonly RuleName[];
  /** Where an approval leads, and a deferral. */
  readonly approved: string;
  readonly deferred: string;
}

export function decisionsOf({ by, whose, approval, approved, deferred }: Deciding) {
  const asked = [...independent, 'deciderDidNotAssess', ...whose, ...minuted] as const;
  const meta = {
    by: [by],
    label: 'Record the decision',
    rule: 'R-45',
  } as const;
  return [
    {
      target: approved,
      guard: only(
        ...asked,
        'ccgIsNotInSpecialMeasures',
        'groupGoesOn',
        ...approval,
        'conditionsGoWithTheDecision',
        'conditionsAreImposed',
        'conditionsAreToCome',
        'precedentsAreDueBeforeGoLive',
        'conditionsAreAsMinuted',
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
      guard: only(...asked, 'conditionsGoWithTheDecision', 'itIsADeferral'),
      description: 'The committee defers its decision, or was inquorate and decided nothing.',
      meta,
      actions: model.assign(({ context, event }) => (event.type === 'DecisionMade' ? withMinute(context, event) : {})),
    },
    {
      target: '#rejected',
      guard: only(...asked, 'rejectionHasReasons', 'conditionsGoWithTheDecision', 'itIsARejection'),
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
      guard: independently(),
      description: 'A structural defect was found. The approval is suspended and the case goes back for rework.',
      meta: { by: ['regional-assessor', 'national-committee'], label: 'Suspend the approval', rule: 'R-35' },
      actions: model.assign(({ context, event }) => ({
        ...afresh,
        ...withChange(context, event, 'the approval was suspended'),
      })),
    },
  }) as const;
