import { createHash } from 'node:crypto';
import { allowedShapes, suggested, type Persona } from '../../demonstration/personas.js';

const style = `body{font:1.1rem/1.5 Arial,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#212b32}
ul{list-style:none;padding:0}button{font:inherit;padding:.5rem .75rem;margin:.15rem 0;cursor:pointer}
input{font:inherit;padding:.4rem;width:16rem;max-width:100%;box-sizing:border-box}label{display:block;font-weight:bold}
.warning{border-left:.4rem solid #d5281b;padding-left:1rem}.error{color:#b01c12;font-weight:bold}`;

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

/** Asks who is signing in. `mistyped` is what was entered before and is no persona. */
export function choosePage(mistyped?: string): string {
  const wrong = mistyped !== undefined;
  const form = (content: string) => `<form method="post">${content}</form>`;
  return page(
    wrong ? 'Error: Who are you today?' : 'Who are you today?',
    `<h1>Who are you today?</h1>
<p class="warning">Development only. Everybody here is invented, and nobody needs a password.</p>
${form(`<ul>${suggested.map(personButton).join('')}</ul>`)}
${form(`<label for="persona">Enter somebody else</label>
${wrong ? '<p class="error" id="error">Error: Enter a persona such as officer@00C</p>' : ''}
<ul id="hint">${allowedShapes.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>
<input id="persona" name="persona" value="${escape(mistyped ?? '')}" autocomplete="off" spellcheck="false"
 aria-describedby="${wrong ? 'error ' : ''}hint"${wrong ? ' aria-invalid="true" autofocus' : ''}>
<button>Sign in</button>`)}
${form('<button name="cancel" value="yes">Cancel the sign-in</button>')}`,
  );
}

/** Says that a sign-in cannot go on, and why. */
export function failedPage(why: string): string {
  return page(
    'Sign-in failed',
    `<h1>Sign-in failed</h1><p>${escape(why)}</p><p>Go back to the service and sign in again.</p>`,
  );
}

const personButton = ({ subject, name }: Persona) =>
  `<li><button name="persona" value="${escape(subject)}">${escape(name)} (${escape(subject)})</button></li>`;

const page = (title: string, content: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Remit development sign-in</title><style>${style}</style></head>
<body><main>${content}</main></body></html>`;

const escape = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
