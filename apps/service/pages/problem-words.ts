/** A “no” or a fault in the words of pages: what happened, what to do, whom to ask. What programs are told stays in the problem document. */
import type { ProblemDocument } from '../problems/problem.js';
import { roleTitle, rolesKnown } from './words.js';

export interface ProblemWords {
  readonly title: string;
  readonly detail: string;
  /** What to do, each a sentence. */
  readonly next: readonly string[];
  /** Whom to ask, and about what. */
  readonly ask: string;
}

type Words = Partial<ProblemWords> & Pick<ProblemWords, 'next' | 'ask'>;

const askIfItStays = 'If it happens again, tell NHS England’s registrar what you were doing.';

/** By the last part of the problem's type. */
const byProblem: Readonly<Record<string, Words>> = {
  'not-found': {
    title: 'Page not found',
    next: [
      'If you typed the address, check that it is right.',
      'If you pasted it, check that you copied all of it.',
      'Search for the case by its CCG, practice or reference, or begin at the start page.',
    ],
    ask: 'You see the cases of the organisation that you act for, and no others. If you should see this one, ask NHS England’s registrar about your role.',
  },
  'not-yours': {
    next: [
      'If you hold several roles, switch to the one that this is for.',
      'Go back to the page before. What it offers is for you.',
    ],
    ask: 'If you should be able to do this, ask NHS England’s registrar about your role.',
  },
  'too-many-requests': {
    title: 'You have asked for too many pages',
    detail: 'The service takes only so much from one place in a short time, so that it stays there for everybody.',
    next: [
      'Wait a minute, then load the page again.',
      'If you sent a form, go back to it: what you entered is still there.',
    ],
    ask: 'If this happens while you work as usual, tell NHS England’s registrar.',
  },
  'log-unavailable': {
    title: 'Sorry, nothing can be recorded right now',
    next: [
      'Try again in a few minutes. You can read everything in the meantime.',
      'What you entered is kept as a draft on your start page where the page said so.',
    ],
    ask: askIfItStays,
  },
  'identity-unavailable': {
    title: 'Sorry, you cannot sign in right now',
    next: ['Try again in a few minutes.', 'If you are signed in already, you can go on working.'],
    ask: 'If it stays so, ask whoever provides your sign-in.',
  },
  'not-ready': {
    title: 'Sorry, the service is starting',
    next: ['Load the page again in a minute.'],
    ask: askIfItStays,
  },
  fault: {
    title: 'Sorry, there is a problem with the service',
    detail: 'The problem is in the service, not in what you did. It has been reported.',
    next: [
      'Try again in a few minutes.',
      'If you sent something, look at the case first: it says in its history whether it was recorded.',
    ],
    ask: askIfItStays,
  },
  'stored-file-gone': { next: ['Store the document again if you have it.'], ask: askIfItStays },
  'stored-file-changed': { next: ['Store the document again if you have it.'], ask: askIfItStays },
  'too-large': {
    title: 'What you sent is too large',
    detail: 'The service takes smaller files and shorter texts than this.',
    next: ['Go back, and choose a smaller file or shorten the text.'],
    ask: askIfItStays,
  },
  malformed: {
    title: 'This cannot be read',
    next: ['Go back to the page you came from, load it again, and send the form from there.'],
    ask: askIfItStays,
  },
};

const other: Words = { next: ['Go back to the page you came from, and try again from there.'], ask: askIfItStays };

/** In words that nobody needs to know the service's own to read. */
export function wordsOf({ type, title, detail }: ProblemDocument): ProblemWords {
  const words = byProblem[type.split('/').at(-1) ?? type] ?? other;
  return { title, detail: withTitles(detail), ...words };
}

const roleIds = new RegExp(`\\b(${rolesKnown.join('|')})\\b`, 'g');

/** `Only ccg-officer may do this` → “Only a CCG officer may do this” */
const withTitles = (text: string): string =>
  text.replaceAll(roleIds, (role) => {
    const title = roleTitle(role);
    const words = /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
    return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
  });
