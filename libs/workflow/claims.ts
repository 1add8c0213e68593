/** Claims: what may be taken in hand, and what a claim rests on. It ends with that. */
import type { Claim, Claims, Fact, Progress, Refusal, Stage, Standing, Workflow } from './index.js';
import { momentInWords } from './london.js';
import { stageLeft } from './moved.js';
import { stagesOf, type StageStatus } from './progress.js';
import { passageOf, waysFor } from './state.js';

/** Why a claim does not hold any more. */
export type ClaimOver = 'left' | 'moved' | 'barred' | 'role';

/** What was claimed and holds no more. */
export interface EndedClaim {
  readonly queue: string;
  readonly person: string;
  readonly because: ClaimOver;
}

/** A case that somebody has in hand, of all cases that have not ended. */
export interface HeldClaim {
  readonly case: string;
  readonly ccg: string;
  readonly queue: string;
  readonly role: string;
  readonly organisation: string;
}

/** The queues a case stands in: a queue is a stage in progress, and what it waits on there. */
const queuesOf = (workflow: Workflow, progress: Progress): readonly StageStatus[] =>
  stagesOf(workflow, progress).filter(({ status }) => status === 'in-progress');

/** Those in which it waits on a role. */
const queuesFor = (workflow: Workflow, progress: Progress, role: string): readonly string[] =>
  queuesOf(workflow, progress)
    .filter(({ waitingOn }) => waitingOn.includes(role))
    .map(({ name }) => name);

/** Whether there is anything that this role could claim. */
export const isClaimable = (workflow: Workflow, progress: Progress, role: string): boolean =>
  queuesFor(workflow, progress, role).length > 0;

/** Why a case cannot be claimed in a queue: there is no such queue, it is not there, or it waits on others there. */
export function notInQueue(workflow: Workflow, { progress }: Standing, fact: Fact): Refusal | undefined {
  if (fact.type !== workflow.claims?.by) return undefined;
  const { queue } = fact.data;
  const mine = queuesFor(workflow, progress, fact.actor.role);
  if (mine.includes(String(queue))) return undefined;
  const where = mine.length > 0 ? `It waits on you in: ${mine.join(', ')}.` : 'It waits on you in no queue.';
  const stage = workflow.stages.find(({ name }) => name === queue);
  if (stage === undefined)
    return { because: 'invalid', fields: [{ field: 'queue', message: `Enter the name of a queue. ${where}` }] };
  const here = stagesOf(workflow, progress).find(({ name }) => name === stage.name);
  const instead = here?.status === 'in-progress' ? waitsOnOthers(workflow, here) : notInStage(here, stage, progress);
  return { because: 'rule', name: 'caseIsInQueue', meaning: `${instead}${where}` };
}

const notInStage = (here: StageStatus | undefined, stage: Stage, progress: Progress): string =>
  here?.status === 'completed' && here.since !== undefined
    ? `The stage “${stage.title}” was completed at ${momentInWords(here.since)}. `
    : stageLeft(stage, progress);

function waitsOnOthers({ roles }: Workflow, { title, waitingOn }: StageStatus): string {
  const others = waitingOn.map((role) => roles[role]?.title ?? role);
  return `The stage “${title}” waits on others: ${others.join(', ') || 'nobody'}. `;
}

/**
 * The claims that hold no more where the case stands now: it left the queue, or went to another role in it, to another region, or its
 * claimant may not act on it any more. One whose case has ended went with it.
 */
export function claimsOver(workflow: Workflow, { snapshot, progress }: Standing): readonly EndedClaim[] {
  const claims = Object.entries(claimsIn(workflow, { snapshot }));
  if (claims.length === 0) return [];
  const queues = queuesOf(workflow, progress);
  return claims.flatMap(([queue, claim]) => {
    const here = queues.find(({ name }) => name === queue);
    const because = overHere(workflow, snapshot.context as unknown, here, claim);
    return because === undefined ? [] : [{ queue, person: claim.id, because }];
  });
}

/** Who has the case in hand. One that has ended is in nobody’s. */
export const claimsIn = (workflow: Workflow, { snapshot }: Pick<Standing, 'snapshot'>): Claims =>
  snapshot.status === 'active' ? (workflow.claims?.in(snapshot.context) ?? {}) : {};

function overHere(
  workflow: Workflow,
  context: unknown,
  here: StageStatus | undefined,
  claim: Claim,
): ClaimOver | undefined {
  const { organisation } = claim;
  if (here === undefined || isOfAnother(workflow, here, claim)) return 'left';
  if (!workflow.roles[claim.role]?.actsOn({ context, event: undefined, organisation })) return 'moved';
  return workflow.barred?.(context, claim.role).includes(claim.id) ? 'barred' : undefined;
}

/** While the stage waits on the CCG the claim stays; once another of those who can claim is waited on, it is theirs to take. */
const isOfAnother = (workflow: Workflow, { waitingOn }: StageStatus, { role }: Claim): boolean =>
  !waitingOn.includes(role) && waitingOn.some((other) => claimantsIn(workflow).includes(other));

const claimantsIn = ({ machine, claims }: Workflow): readonly string[] =>
  claims === undefined ? [] : waysFor(machine, claims.by).flatMap((way) => passageOf(way).by);
