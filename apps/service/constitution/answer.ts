import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { londonDay } from '../../../libs/workflow/london.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import type { Amendment } from '../../../workflows/stages/constitution/amendment.js';
import { countingInWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { Asker } from '../access/asker.js';
import { eventsSeen } from '../access/seen.js';
import { sightOf, Visibility, workflowIn } from '../access/visibility.js';
import { actOf } from '../ballots/act.js';
import { aboutCase } from '../ballots/answer.js';
import { CasesAnswer } from '../cases/answer.js';
import type { CaseJson } from '../cases/shapes.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { differencesBetween } from './differences.js';
import type { Comparison, ConstitutionInForce, ConstitutionShown, Version, VersionText } from './shapes.js';
import { treesOf, versionsIn } from './versions.js';

/** Two versions to hold against each other, by their numbers. */
export interface Pair {
  readonly before?: number;
  readonly after?: number;
}

/** Of the earlier applications of one CCG so many are looked through for the text of its constitution: more than there are rounds. */
const mostEarlier = 20;

const aboutAmendments: readonly string[] = [
  'AmendmentProposed',
  'AmendmentNotRequired',
  'AmendmentApproved',
  'AmendmentReturned',
  'AmendmentRefused',
];

/** The constitution of a CCG in the register, and the versions of it that an application has proposed. */
@Injectable()
export class ConstitutionAnswer {
  constructor(
    private readonly cases: CasesAnswer,
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /** Undefined for what is no application with amendments, and for who does not see it whole. */
  async of(id: string, pair: Pair, asking: Asker): Promise<ConstitutionShown | undefined> {
    const shown = await this.cases.one(id, {}, asking);
    const sight = this.visibility.sight(id, asking);
    if (shown === undefined || 'last' in shown || sight?.extent !== 'all') return undefined;
    if (!Object.hasOwn(sight.workflow.events, 'AmendmentProposed')) return undefined;
    const events = eventsSeen(sight, await this.ledger.log.readStream(caseStream(id)));
    const versions = versionsIn(events, amendmentsIn(shown));
    const inForce = this.inForce(shown.ccg);
    const comparison = await this.comparison(shown, versions, pair, asking);
    return {
      about: aboutCase(shown, sight),
      ...(inForce && { inForce }),
      versions,
      trees: treesOf(versions),
      ...notRequiredIn(events, shown),
      ...(comparison && { comparison }),
      moves: shown.moves.filter(({ type }) => aboutAmendments.includes(type)),
    };
  }

  private inForce(ccg: string): ConstitutionInForce | undefined {
    const found = this.ledger.register.constitutionOf(ccg, londonDay(this.clock.now()));
    return found && { ...found, counting: countingInWords(found.counting) };
  }

  /** Those that were asked for; else the newest version beside the one that it rests on. */
  private async comparison(
    { id, ccg }: CaseJson,
    versions: readonly Version[],
    pair: Pair,
    asking: Asker,
  ): Promise<Comparison | undefined> {
    const after = versions.find(({ version }) => version === (pair.after ?? versions.at(-1)?.version));
    const wanted = pair.before ?? after?.basedOn;
    if (after === undefined || wanted === undefined) return undefined;
    const before = versions.find(({ version }) => version === wanted) ?? (await this.earlier(ccg, id, wanted, asking));
    if (before === undefined) return undefined;
    return {
      before: textOf(before),
      after: textOf(after),
      differences: differencesBetween(before.clauses, after.clauses),
    };
  }

  /** The text of a version that an earlier application of the CCG made its constitution. */
  private async earlier(ccg: string, besides: string, wanted: number, asking: Asker): Promise<VersionText | undefined> {
    const { cases } = this.ledger.views.cases({ ccg, scope: this.visibility.scope(asking), limit: mostEarlier });
    for (const row of cases) {
      if (row.id === besides || row.extent !== 'all') continue;
      if (!Object.hasOwn(workflowIn(row).events, 'AmendmentProposed')) continue;
      const events = eventsSeen(sightOf(asking, row, 'all'), await this.ledger.log.readStream(caseStream(row.id)));
      const found = versionsIn(events, []).find(
        ({ version, decision }) => version === wanted && decision?.verdict === 'approved',
      );
      if (found) return { ...textOf(found), from: row.id };
    }
    return undefined;
  }
}

function textOf({ version, clauses, document, from }: VersionText): VersionText {
  return { version, clauses, ...(document !== undefined && { document }), ...(from !== undefined && { from }) };
}

// As the workflow tells them.
const amendmentsIn = ({ details: { amendments } }: CaseJson): readonly Amendment[] =>
  Array.isArray(amendments) ? (amendments as readonly Amendment[]) : [];

/** What was recorded last, as long as nothing was proposed since. */
function notRequiredIn(
  events: readonly RecordedEvent[],
  { details: { clauseReliedOn } }: CaseJson,
): Pick<ConstitutionShown, 'notRequired'> {
  const event = events.findLast(({ type }) => type === 'AmendmentNotRequired');
  if (event === undefined || clauseReliedOn === null) return {};
  const { clause, statement } = event.data as { readonly clause: string; readonly statement: string };
  return { notRequired: { ...actOf(event), clause, statement } };
}
