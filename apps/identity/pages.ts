import { createHash } from 'node:crypto';
import { allowedShapes } from '../../demonstration/personas.js';
import type { Side, Suggested } from './people.js';

/** As the pages of the service look, without fetching anything: its colours, spaces and focus. */
const style = `*{box-sizing:border-box}
body{margin:0;background:#f0f4f5;color:#212b32;font:1rem/1.5 Arial,sans-serif}
header{background:#005eb8;color:#fff}header p{margin:0;padding:1rem 0;font-size:1.25rem;font-weight:700}
header span{font-weight:400}.strip{background:#ffeb3b}.strip p{margin:0;padding:.5rem 0}
.width{max-width:62rem;margin:0 auto;padding:0 1rem}main{padding:1.5rem 0 3rem}
h1{font-size:2rem;line-height:1.2;margin:.5rem 0 1rem}h2{font-size:1.5rem;line-height:1.25;margin:2rem 0 1rem}
h3{font-size:1.1875rem;line-height:1.3;margin:0 0 .25rem}
.lead{font-size:1.1875rem;max-width:44rem;margin:0 0 1rem}
.cards{list-style:none;margin:0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr))}
.card{background:#fff;border:1px solid #d8dde0;display:flex;flex-direction:column;padding:1rem}
.card p{margin:0 0 .5rem}.who{color:#4c6272}.about{flex:1}
button{font:inherit;font-weight:700;color:#fff;background:#007f3b;border:0;border-radius:4px;box-shadow:0 4px 0 #004a22;padding:.6rem 1rem;margin:.25rem 0 4px;cursor:pointer}
.card button{width:100%}button:hover{background:#006530}
.second{background:#fff;color:#005eb8;border:2px solid #005eb8;box-shadow:0 4px 0 #003d78}.second:hover{background:#d9e5f2}
:focus-visible{outline:4px solid #ffeb3b;outline-offset:0;box-shadow:inset 0 0 0 2px #212b32}
button:focus-visible{background:#ffeb3b;color:#212b32;box-shadow:0 4px 0 #212b32}
.enter{background:#fff;border:1px solid #d8dde0;padding:1rem;max-width:44rem}
label{display:block;font-weight:700;font-size:1.1875rem}.hint{color:#4c6272;margin:0;padding-left:1.2rem}
input{font:inherit;display:block;width:100%;max-width:20rem;padding:.5rem;margin:.75rem 0;border:2px solid #4c6272}
.wrong{border-left:4px solid #d5281b;padding-left:1rem}.wrong input{border-color:#d5281b}
.error{color:#d5281b;font-weight:700;margin:.5rem 0}`;

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * Headers of every page: nothing is loaded from anywhere. `returnsTo` is where the sign-in ends: browsers apply
 * form-action to the redirects that follow a form as well.
 */
export function pageHeaders(returnsTo?: string): Record<string, string> {
  const formAction = returnsTo === undefined ? "'none'" : `'self' ${new URL(returnsTo).origin}`;
  return {
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  };
}

const titles: Readonly<Record<Side, string>> = {
  applicants: 'Apply and vote',
  approvers: 'Assess and decide',
  others: 'Look on, and keep the register',
};

/** Asks who is signing in, of these or of anybody else. `mistyped` is what was entered before and is no persona. */
export function choosePage(people: readonly Suggested[], mistyped?: string): string {
  const title = 'Who are you today?';
  const sides = (Object.keys(titles) as Side[]).map(
    (side) => [titles[side], people.filter(({ told }) => told?.side === side)] as const,
  );
  const groups = [...sides, ['Anybody', people.filter(({ told }) => told === undefined)] as const];
  const shown = groups.filter(([, of]) => of.length > 0).map(([name, of]) => group(name, of));
  const enter = enterForm(mistyped);
  return page(
    mistyped === undefined ? title : `Error: ${title}`,
    `<h1>${title}</h1>
<p class="lead">Choose somebody by what they could do now, and sign in as them. Sign out, and you can be somebody on another side.</p>
${mistyped === undefined ? shown.join('') + enter : enter + shown.join('')}
<form method="post"><p><button class="second" name="cancel" value="yes">Cancel</button></p></form>`,
  );
}

const group = (name: string, people: readonly Suggested[]): string =>
  `<h2>${escape(name)}</h2><ul class="cards">${people.map(card).join('')}</ul>`;

function card({ subject, name, told }: Suggested): string {
  const said = told
    ? `<h3>${escape(told.can)}</h3>
<p class="about">${told.about === undefined ? '' : escape(sentence(told.about))}</p>
<p class="who">${escape(told.role)}, ${escape(told.organisation)}</p>`
    : `<h3>${escape(name)}</h3><p class="who about">${escape(subject)}</p>`;
  return `<li class="card">${said}
<form method="post"><button name="persona" value="${escape(subject)}">Sign in as ${escape(name)}</button></form></li>`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function enterForm(mistyped: string | undefined): string {
  const wrong = mistyped !== undefined;
  return `<h2>Somebody else</h2><form method="post" class="enter${wrong ? ' wrong' : ''}"><label for="persona">Enter a persona</label>
<ul class="hint" id="hint">${allowedShapes.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>
${wrong ? '<p class="error" id="error">Error: Enter a persona such as officer@00C</p>' : ''}
<input id="persona" name="persona" value="${escape(mistyped ?? '')}" autocomplete="off" autocapitalize="none" spellcheck="false"
 aria-describedby="${wrong ? 'error ' : ''}hint"${wrong ? ' aria-invalid="true" autofocus' : ''}>
<button>Sign in</button></form>`;
}

/** Says that a sign-in cannot go on, and why. */
export function failedPage(why: string): string {
  return page(
    'Sign-in failed',
    `<h1>Sign-in failed</h1><p class="lead">${escape(why)}</p><p>Go back to the service and sign in again.</p>`,
  );
}

const page = (title: string, content: string) => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Remit development sign-in</title><style>${style}</style></head>
<body><header><div class="width"><p>Remit <span>development sign-in</span></p></div></header>
<aside class="strip" aria-label="Development"><div class="width"><p>Development only. Everybody here is invented, and nobody needs a password.</p></div></aside>
<div class="width"><main>${content}</main></div></body></html>`;

const escape = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
