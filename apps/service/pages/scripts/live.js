/* global addEventListener, clearTimeout, document, EventSource, HTMLElement, setTimeout */
// Keeps a page up to date that stands open. Without this, it is as it was when it was opened.

/** What the service tells; see live/told.ts. @typedef {{ places: Record<string, string>, bars?: Record<string, Bar>, said: string, offer?: { text: string, link: string } }} Told */
/** @typedef {{ label: string, parts: { kind: string, text: string, x: string, width: string }[] }} Bar */

/** Milliseconds between two things that are read out. */
const apart = 10_000;
/** Milliseconds for which it is tried to have the stream again before it is said that it is lost. */
const patience = 60_000;
/** Milliseconds after which a stream is asked for again that was refused. */
const pause = 15_000;

/** @param {HTMLElement} live */
function follow(live) {
  const say = announcing(live.querySelector('[data-remit-announced]'), live.dataset.remitSaid ?? '');
  const stopped = live.querySelector('[data-remit-stopped]');
  /** @type {EventSource | undefined} */
  let source;
  let again = 0;
  let giveUp = 0;

  function open() {
    if (source || document.hidden) return;
    source = new EventSource(live.dataset.remitLive ?? '');
    source.addEventListener('open', () => {
      clearTimeout(giveUp);
      giveUp = 0;
      if (stopped) stopped.hidden = true;
    });
    source.addEventListener('message', ({ data }) => {
      /** @type {Told} */
      const told = JSON.parse(data);
      show(told);
      offer(live, told);
      say(told.said);
    });
    source.addEventListener('error', lost);
  }

  function lost() {
    giveUp ||= setTimeout(stop, patience);
    // A browser comes back by itself when the connection broke, and not when it was refused.
    if (source?.readyState !== EventSource.CLOSED) return;
    source = undefined;
    clearTimeout(again);
    again = setTimeout(open, pause);
  }

  function stop() {
    if (!stopped) return;
    close();
    stopped.hidden = false;
    say(stopped.textContent ?? '');
  }

  function close() {
    for (const timer of [again, giveUp]) clearTimeout(timer);
    giveUp = 0;
    source?.close();
    source = undefined;
  }

  // Who does not look at a page holds no connection for it, of which a browser has few. What they missed comes first when they look again.
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}

/** @param {Told} told */
function show({ places, bars = {} }) {
  for (const place of document.querySelectorAll('[data-remit-place]'))
    if (place instanceof HTMLElement) write(place, places[place.dataset.remitPlace ?? ''] ?? '0');
  for (const [id, bar] of Object.entries(bars)) draw(id, bar);
}

/** @param {Element | null} element @param {string} text */
function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** @param {string} id @param {Bar} bar */
function draw(id, { label, parts }) {
  const drawn = document.querySelector(`[data-remit-bar="${id}"]`);
  if (!drawn) return;
  write(drawn.querySelector('title'), label);
  for (const { kind, text, x, width } of parts) {
    write(drawn.parentElement?.querySelector(`[data-remit-part="${kind}"]`) ?? null, text);
    const part = drawn.querySelector(`.remit-tally__part--${kind}`) ?? newPart(drawn, kind);
    if (width === '0%') part.remove();
    part.setAttribute('x', x);
    part.setAttribute('width', width);
  }
}

/** @param {Element} drawn @param {string} kind */
function newPart(drawn, kind) {
  const part = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  part.setAttribute('class', `remit-tally__part remit-tally__part--${kind}`);
  part.setAttribute('y', '4');
  part.setAttribute('height', '40');
  drawn.querySelector('.remit-tally__whole')?.after(part);
  return part;
}

/** Rows are not moved under anybody's hands: a link shows them. @param {HTMLElement} live @param {Told} told */
function offer(live, { offer: offered }) {
  const place = live.querySelector('[data-remit-offer]');
  if (!(place instanceof HTMLElement)) return;
  if (offered) {
    write(place.querySelector('span'), offered.text);
    write(place.querySelector('a'), offered.link);
  }
  place.hidden = offered === undefined;
}

/** Has the newest sentence read out, never what was said last, and not too often. @param {Element | null} region @param {string} last */
function announcing(region, last) {
  let [next, timer, free] = [last, 0, 0];
  const tell = () => {
    timer = 0;
    if (next === last) return;
    last = next;
    free = Date.now() + apart;
    write(region, next);
  };
  return (/** @type {string} */ said) => {
    next = said;
    timer ||= setTimeout(tell, Math.max(0, free - Date.now()));
  };
}

const live = document.querySelector('[data-remit-live]');
if (live instanceof HTMLElement) follow(live);
