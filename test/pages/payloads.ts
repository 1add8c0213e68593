/** Texts that would do something where they are taken for more than text, and a case in which every text is one of them. */
import type { Form } from '../../demonstration/forms.js';
import { application } from '../../demonstration/story/application.js';
import { simplest } from '../../demonstration/story/cast.js';
import { meeting } from '../../demonstration/story/meeting.js';
import type { Saying, Step } from '../../demonstration/story/step.js';
import { approval, conditionalApproval } from '../../demonstration/forms.js';
import type { Field } from '../../libs/forms/field.js';
import { formOf } from '../../libs/forms/form.js';
import { londonDay } from '../../libs/workflow/london.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { committeeMeeting } from '../../workflows/committee-meeting/index.js';
import { delegatedCommissioning } from '../../workflows/delegated-commissioning/index.js';
import { acts, at, begun } from '../hand.js';
import { enter, type Body, type TestService } from '../service.js';

/** Whatever runs leaves this behind in the window. */
export const mark = 'ranFromText';

const run = `window.${mark}=1`;

/** Short enough for the shortest field of text. */
export const payloads: readonly string[] = [
  `<script>${run}</script>`,
  `"><script>${run}</script>`,
  `</title><script>${run}</script>`,
  `</textarea><script>${run}</script>`,
  `"><img src=x onerror="${run}">`,
  `'><svg/onload='${run}'>`,
  `" onmouseover="${run}" x="`,
  `' autofocus onfocus='${run}' x='`,
  `<iframe srcdoc="<script>parent.${run}</script>">`,
  `<a href="javascript:${run}">go</a>`,
  `javascript:${run}`,
  `{{ 7 * 7 }}{% raw %}{{ frame.account.csrf }}`,
  `</script><script>${run}</script><!--`,
  `&lt;script&gt;${run}&lt;/script&gt;&quot;`,
  `<style>*{display:none}</style><base href=//elsewhere.example>`,
  `=HYPERLINK("https://elsewhere.example","go")`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  '<b>bold</b>&#0;&#x3c;script&#x3e;',
];

/** What a form says, with a payload in the place of every text that its fields take, and in those that it left out. */
export function spiked(workflow: Workflow, type: string, said: Form, next: () => string): Form {
  return filled(formOf(workflow, type).fields, said, next);
}

function filled(fields: readonly Field[], said: Form, next: () => string): Form {
  const entries = fields.flatMap((field): readonly (readonly [string, unknown])[] => {
    const value = said[field.name];
    const spike = value === undefined && !isText(field) ? undefined : spikeOf(field, value, next);
    return spike === undefined ? [] : [[field.name, spike]];
  });
  return { ...said, ...Object.fromEntries(entries) };
}

const isText = ({ kind, optional }: Field): boolean =>
  /^text(area)?$/.test(kind) && !/only|when|where|if /i.test(optional ?? '');

function spikeOf(field: Field, value: unknown, next: () => string): unknown {
  // What the register knows by this name.
  if (field.name.endsWith('Id')) return value;
  if (field.kind === 'text' || field.kind === 'textarea') return next().slice(0, field.longest);
  if (field.kind === 'nested') return filled(field.fields, value as Form, next);
  if (field.kind === 'list') return (value as readonly Form[]).map((each) => filled(field.fields, each, next));
  if (field.kind === 'several' && field.each.kind === 'text') return (value as readonly string[]).map(() => next());
  return value;
}

/** Payloads in turn, without end. */
export function inTurn(first = 0): () => string {
  let turn = first;
  return () => payloads[turn++ % payloads.length] ?? '';
}

const registrar = {
  id: 'registrar@nhse',
  name: 'The registrar',
  role: 'registrar',
  organisation: 'nhse',
} as const;

/** Takes an application of a CCG to its delegation, through all that can go wrong on the way, every text of it a payload. Gives the case and the meeting. */
export async function spikedCase(
  to: TestService<Body>,
  ccg: string,
  next: () => string,
): Promise<{ readonly case: string; readonly meeting: string }> {
  const { register } = to.service.ledger;
  const members = register.rollOf(ccg, londonDay(to.service.clock.now()));
  await enter(
    to.service,
    registrar,
    { type: 'CcgDetailsChanged', data: { code: ccg, name: `NHS ${next()} CCG` } },
    ...members.slice(0, 12).map(({ practice }) => ({
      type: 'PracticeDetailsChanged' as const,
      data: { practice, name: next() },
    })),
  );
  const scene = simplest(register, ccg, {
    away: 2,
    troubles: ['interest-returned', 'amendment-returned', 'terms-disputed', 'information-requested', 'conditions'],
  });
  const [first] = scene.decisions;
  const decisions = [{ ...first!, form: conditionalApproval('2015-03-20') }];
  const teller = new Spiking(to, next);
  for (const step of application({ ...scene, decisions })) await teller.say(step);
  await at(to, '2015-03-31T23:00:00.000Z');
  await after(to, teller.case, ccg, next);
  return { case: teller.case, meeting: teller.meeting };
}

/** What happens to a delegation in force. */
async function after(to: TestService<Body>, id: string, ccg: string, next: () => string): Promise<void> {
  const region = to.service.ledger.register.ccg(ccg)?.region ?? '';
  const said: readonly (readonly [string, string, Form])[] = [
    [`assessor@${region}`, 'DelegationReviewed', { findings: '' }],
    ['committee@nhse', 'FunctionsSuspended', { functions: ['discretionary-payments'], reasons: '' }],
    [`officer@${ccg}`, 'VariationProposed', { add: ['practice-mergers'], reasons: '' }],
  ];
  for (const [who, type, form] of said) await acts(to, who, id, type, spiked(delegatedCommissioning, type, form, next));
}

/** Through the API. */
class Spiking {
  case = '';
  meeting = '';
  #tabled: Form = {};
  /** What the region found, and the committee must impose word for word. */
  #matter = '';

  constructor(
    private readonly to: TestService<Body>,
    private readonly next: () => string,
  ) {}

  async say(step: Step): Promise<void> {
    await at(this.to, step.at.toISOString());
    const data = spiked(
      delegatedCommissioning,
      step.type === 'ItemTabled' ? 'DecisionMade' : step.type,
      step.data,
      this.next,
    );
    if (typeof data['conditions'] === 'string') this.#matter = data['conditions'];
    if (step.to === 'begin') this.case = (await begun(this.to, { ...step, data })).id;
    else if (step.to === 'committee') this.#tabled = step.data;
    else if (step.type === 'DecisionMade') await this.#decided(step as Saying, data);
    else await acts(this.to, step.who, this.case, step.type, data);
  }

  /** The committee meets, and votes for what is then recorded, word for word. */
  async #decided({ who, at: moment, data: said }: Saying, data: Form): Promise<void> {
    const heldOn = londonDay(moment);
    const committee = this.to.service.ledger.register.committee('nhse-assurance', heldOn)!;
    const conditions = (data['conditions'] as readonly Form[]).map((each) => ({ ...each, matter: this.#matter }));
    const decision = String(said['decision'] ?? approval['decision']);
    const item = {
      ...this.#tabled,
      case: this.case,
      title: this.next(),
      decision,
      conditions,
    };
    const place = this.next();
    for (const step of meeting({ committee, at: moment, heldOn, place }, [item])) {
      const keeps = { ...spiked(committeeMeeting, step.type, step.data, this.next) };
      // What the vote was about is what is recorded.
      if (step.type === 'ItemDecided') keeps['conditions'] = conditions;
      if (step.to === 'begin') this.meeting = (await begun(this.to, { ...step, data: keeps })).id;
      else await acts(this.to, step.who, this.meeting, step.type, keeps);
    }
    await acts(this.to, who, this.case, 'DecisionMade', { ...data, conditions, meeting: this.meeting, item: 1 });
  }
}
