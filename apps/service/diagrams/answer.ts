import { Injectable } from '@nestjs/common';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { CasesAnswer, type NoSuchMoment } from '../cases/answer.js';
import { Tracks, type Moment } from '../cases/tracks.js';
import { diagramOf } from './diagram.js';

/** The statechart of a case with where it is and was. Practices, who see the mandate only, get no picture of a case. */
@Injectable()
export class DiagramsAnswer {
  constructor(
    private readonly cases: CasesAnswer,
    private readonly tracks: Tracks,
    private readonly readings: Readings,
  ) {}

  /** SVG; undefined where there is no such case, or none that the person sees whole. */
  async of(id: string, moment: Moment, asking: Asker): Promise<string | NoSuchMoment | undefined> {
    const found = await this.cases.found(id, moment, asking);
    if (found?.extent !== 'all') return undefined;
    if ('last' in found) return found;
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'diagram' });
    const { workflow, standing } = found;
    const been = (await this.tracks.at(id, standing.revision))?.been ?? [];
    return diagramOf(workflow, { now: standing.progress.state, been });
  }
}
