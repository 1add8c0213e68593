import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../../libs/forms/form.js';
import * as forms from '../../../demonstration/forms.js';
import { workflowOf } from '../../../workflows/index.js';
import { said, saidBeside, saidInLines, type Naming } from './said.js';
import { Renderer } from './renderer.js';

const naming: Naming = {
  organisation: (code) => (code === '00C' ? 'NHS Bramblelowe CCG' : undefined),
  person: (id) => (id === 'committee@nhse' ? 'Rosa Fenn' : undefined),
};
const fieldsOfEvent = (workflow: string, type: string) => fieldsOf(workflowOf(workflow, '1')!.events[type]!);
const saidOf = (type: string, data: object, workflow = 'delegated-commissioning') =>
  said(fieldsOfEvent(workflow, type), data as Record<string, unknown>, { naming });

describe('what was said', () => {
  it('is told in the labels and words of its fields, and days in words', () => {
    const rows = saidOf('AmendmentProposed', {
      version: 2,
      basedOn: 1,
      material: true,
      ground: 'lawful-function',
      clauses: 'Clause 4.\nClause 5.',
      countingRule: { basis: 'practice', threshold: { numerator: 1, denominator: 2, comparison: 'more-than' } },
    });
    expect(saidInLines(rows)).toEqual([
      'Number of the proposed version: 2',
      'Number of the version it is based on: 1',
      'Is the amendment material?: Yes',
      'Ground for the variation: It is needed to carry out a function lawfully',
      'What changes, clause by clause:',
      '  Clause 4.',
      '  Clause 5.',
      'How votes are counted:',
      '  What a vote weighs: One vote for each practice',
      '  Share in favour that carries:',
      '    Upper number of the fraction: 1',
      '    Lower number of the fraction: 2',
      '    How the share is compared: More than this share',
    ]);
    expect(saidInLines(saidOf('DelegationReviewed', { findings: 'Well.', nextReviewOn: '2016-04-01' }))).toContain(
      'Date of the next review: 1 April 2016',
    );
  });

  it('leads to documents by their titles, and to nothing else of the text', () => {
    const sha256 = 'a'.repeat(64);
    const rows = saidOf('InformationProvided', {
      question: 1,
      answer: 'See there.',
      attachments: [{ title: 'Plan <b>', sha256 }],
    });
    expect(rows.at(-1)!.value).toEqual({
      kind: 'items',
      items: [{ kind: 'link', text: 'Plan <b>', href: `/api/documents/${sha256}` }],
    });
  });

  it('names organisations and people beside their codes', () => {
    const rows = saidOf('InterestDeclared', {
      kind: 'gp',
      subject: '00C',
      text: 'A partner.',
      person: 'committee@nhse',
    });
    expect(saidInLines(rows)).toEqual(
      expect.arrayContaining([
        'Organisation it lies in: NHS Bramblelowe CCG (00C)',
        'Person whose interest it is: Rosa Fenn',
      ]),
    );
  });

  it('tells what the register added beside it, by its own names', () => {
    const fields = fieldsOfEvent('delegated-commissioning', 'BallotOpened');
    const rows = saidBeside(fields, { question: 'Yes?', roll: [{ practice: 'A81001', patients: 1200 }] }, { naming });
    expect(saidInLines(rows)).toEqual(['Roll:', '  1', '    Practice: A81001', '    Patients: 1,200']);
  });

  it('leaves out what was left out, or says so where all that is asked is shown', () => {
    const fields = fieldsOfEvent('delegated-commissioning', 'InformationProvided');
    const data = { question: 1, answer: 'Yes.' };
    expect(said(fields, data, { naming }).map(({ name }) => name)).toEqual(['question', 'answer']);
    expect(said(fields, data, { naming, blank: 'Not given' }).at(-1)).toEqual({
      name: 'attachments',
      label: 'Attachments',
      value: { kind: 'text', text: 'Not given' },
    });
  });

  it('shows whatever stands in a text as text', () => {
    const rows = saidOf('InterestExpressed', {
      ...forms.interestForm('2015-04-01', 'NHS Bramblelowe CCG'),
      fit: '<script>alert(1)</script>',
    });
    const html = Renderer.overSources().draw('pages/components/said/example', { rows });
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });
});
