/** The hand of specs: what a story says goes through the API of the real service, and must be recorded. */
import type { Beginning, Step } from '../demonstration/story/step.js';
import type { Body, TestService } from './service.js';

/** Begins a case. Gives it. */
export async function begun(
  to: TestService<Body>,
  { who, workflow, ccg, round, data }: Pick<Beginning, 'who' | 'workflow' | 'ccg' | 'round' | 'data'>,
): Promise<Body> {
  const { status, body } = await to.as(who).post('/api/cases', { workflow, ccg, round, data });
  if (status !== 201) throw new Error(`${workflow} begun by ${who} was answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Records a fact. Gives the case after it. */
export async function acts(
  to: TestService<Body>,
  persona: string,
  id: string,
  type: string,
  data: Readonly<Record<string, unknown>> = {},
): Promise<Body> {
  const { status, body } = await to.as(persona).act(id, type, data);
  if (status !== 201) throw new Error(`${type} by ${persona} was answered ${status}: ${JSON.stringify(body)}`);
  return body.case;
}

/** Tells a story from its beginning, at whatever moment the clock shows. Gives the id of the case. */
export async function told(to: TestService<Body>, story: Iterable<Step, void>): Promise<string> {
  let id = '';
  for (const step of story) {
    if (step.to === 'begin') ({ id } = await begun(to, step));
    else await acts(to, step.who, id, step.type, step.data);
  }
  return id;
}

/** Moves the clock to a moment that has not come yet; a moment that has is left. */
export async function at(to: TestService<Body>, moment: string): Promise<void> {
  if (to.service.clock.now().toISOString() >= moment) return;
  const { status, body } = await to.until(moment);
  if (status !== 200) throw new Error(`The clock was answered ${status}: ${JSON.stringify(body)}`);
}
