// Runs in the page that is looked at: what can be seen only there, once styles have been applied. Plain JavaScript: it is sent as it stands.
/* global document, getComputedStyle, HTMLElement, window */

/** @returns {string[]} what is wrong with the page at the width it is shown at, in words */
// eslint-disable-next-line no-unused-vars -- called by whoever sends it
function looked() {
  const faults = [];
  const count = (selector) => document.querySelectorAll(selector).length;
  const once = (selector, what) => {
    if (count(selector) !== 1) faults.push(`expected one ${what}, found ${count(selector)}`);
  };
  once('h1', 'h1');
  once('main', 'main');
  once('[role=banner], body > header', 'banner');
  once('[role=contentinfo], body > footer', 'footer');
  if (document.documentElement.lang !== 'en')
    faults.push(`expected English, found lang “${document.documentElement.lang}”`);
  if (!/ – Remit$/.test(document.title)) faults.push(`expected a title ending in “– Remit”, found “${document.title}”`);
  faults.push(...headings(), ...ids(), ...controls(), ...skip(), ...sideways());
  if (window.ranFromText !== undefined) faults.push('a script ran that stood in stored text');
  return faults;
}

/** No level is left out on the way down. */
function headings() {
  const faults = [];
  let last = 0;
  for (const heading of document.querySelectorAll('main h1, main h2, main h3, main h4, main h5, main h6')) {
    const level = Number(heading.tagName.slice(1));
    if (level > last + 1 && last > 0)
      faults.push(`after h${last} comes h${level} “${heading.textContent.trim().slice(0, 60)}”`);
    last = level;
  }
  return faults;
}

function ids() {
  const seen = new Set();
  const twice = new Set();
  for (const { id } of document.querySelectorAll('[id]')) (seen.has(id) ? twice : seen).add(id);
  return [...twice].map((id) => `the id ${id} stands twice`);
}

/** What browsers would let pass: a form that posts without its token, an order of its own, styles and scripts beside the policy. */
function controls() {
  const faults = [];
  for (const form of document.querySelectorAll('form[method=post]'))
    if (form.querySelector('input[type=hidden][name=_csrf]') === null)
      faults.push(`the form to ${form.getAttribute('action')} carries no token`);
  for (const element of document.querySelectorAll('[tabindex]'))
    if (Number(element.getAttribute('tabindex')) > 0) faults.push(`a tabindex of ${element.getAttribute('tabindex')}`);
  for (const table of document.querySelectorAll('main table'))
    if (
      table.querySelector('caption') === null &&
      !table.hasAttribute('aria-labelledby') &&
      !table.hasAttribute('aria-label')
    )
      faults.push('a table without a caption');
  for (const link of document.querySelectorAll('a[href]'))
    if (/^\s*(javascript|data|vbscript):/i.test(link.getAttribute('href')))
      faults.push(`a link to ${link.getAttribute('href')}`);
  return faults;
}

/** The first thing that one comes to leads past the header, to what is there. */
function skip() {
  const first = document.querySelector('a[href], button, input:not([type=hidden]), select, textarea');
  const href = first?.getAttribute('href') ?? '';
  if (!href.startsWith('#')) return ['the first link does not skip to the main content'];
  return document.getElementById(href.slice(1)) === null ? [`the skip link leads to ${href}, which is not there`] : [];
}

/** Nothing makes the page itself scroll sideways; what is wider scrolls in a region that keys can reach. */
function sideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const faults = [];
  if (scrollWidth > clientWidth)
    faults.push(`scrolls sideways at ${clientWidth} px: ${tooWide(clientWidth).join(', ')}`);
  for (const element of document.querySelectorAll('main *')) {
    if (!(element instanceof HTMLElement) || element.scrollWidth <= element.clientWidth + 1) continue;
    if (!/auto|scroll/.test(getComputedStyle(element).overflowX)) continue;
    if (/^(textarea|input|select)$/i.test(element.tagName)) continue;
    if (element.tabIndex < 0 && element.querySelector('a[href], button, input, select, textarea') === null)
      faults.push(`${nameOf(element)} scrolls sideways, and keys cannot reach it`);
  }
  return faults;
}

function tooWide(width) {
  const found = [...document.querySelectorAll('body *')].filter((element) => {
    const { right, width: own } = element.getBoundingClientRect();
    return own > 0 && right > width + 1;
  });
  return found.slice(-3).map(nameOf);
}

/** @returns {string[]} lines, edges and words of pictures that have the colour of the ground on which they stand */
// eslint-disable-next-line no-unused-vars -- called by whoever sends it
function unseen() {
  const faults = [];
  for (const said of document.querySelectorAll(
    'main h1, main h2, main p, main a, main td, main th, main li, main label, main button',
  ))
    if (said.textContent.trim() !== '' && contrast(getComputedStyle(said).color, groundOf(said)) < 3)
      faults.push(`unseen: ${nameOf(said)}`);
  for (const mark of document.querySelectorAll('main svg[role=img] text, main svg[role=img] line')) {
    const style = getComputedStyle(mark);
    const colour = mark.tagName === 'text' ? style.fill : style.stroke;
    if (colour !== 'none' && !isOnPart(mark) && contrast(colour, boxOf(mark) ?? groundOf(mark)) < 3)
      faults.push(`unseen: ${nameOf(mark)} in ${colour}`);
  }
  return faults;
}

/** Words that stand on a part of a picture have its colour for their ground. */
const isOnPart = (mark) => /--on-solid|--mark|--tick/.test(mark.getAttribute('class') ?? '');

/** The colour of the box that the words of a statechart stand in; undefined where they stand in none that is filled. */
function boxOf(mark) {
  const box = mark.closest('.remit-statechart__box')?.querySelector('rect, circle');
  const fill = box ? getComputedStyle(box).fill : 'none';
  return fill === 'none' ? undefined : fill;
}

/** As WCAG 2 reckons it: 1 is none, 21 the most. */
function contrast(one, other) {
  const [a, b] = [one, other].map((colour) => {
    const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((part) => Number(part) / 255);
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function groundOf(element) {
  for (let at = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^(transparent|rgba\(\d+, \d+, \d+, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  // The ground of the window itself, in whatever colours it is shown.
  const probe = document.createElement('div');
  probe.style.backgroundColor = 'Canvas';
  document.body.append(probe);
  const { backgroundColor: canvas } = getComputedStyle(probe);
  probe.remove();
  return canvas;
}

const nameOf = (element) =>
  `<${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? ` class="${element.className}"` : ''}> “${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
