/* global AbortController, clearTimeout, document, DOMParser, Event, fetch, FormData, history, HTMLElement, HTMLFormElement, HTMLInputElement, location, setTimeout, URLSearchParams */
// Stepping through a case without leaving the page: slider, arrow keys and play. Without this, the same links and forms lead to the same pages.

/** Milliseconds that an event stays while they are played: long enough to read what changed. */
const stay = 3000;
const parts = ['heading', 'place', 'steps', 'body'];

/** @param {HTMLElement} replay */
function stepThrough(replay) {
  const slider = replay.querySelector('#step');
  const form = slider?.closest('form');
  if (!(slider instanceof HTMLInputElement) || !(form instanceof HTMLFormElement)) return;
  const told = toldPolitely(replay);
  let asked = new AbortController();
  let timer;

  /** Shows the page at an address in the place of this one. Whatever is not such a page is gone to. */
  async function show(address) {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const answer = await fetch(address, { headers: { accept: 'text/html' }, signal });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.querySelector('[data-remit-replay]');
      if (!answer.ok || next === null) return void location.assign(address);
      const focused = document.activeElement?.getAttribute('data-remit-step');
      for (const part of parts) {
        const [old, fresh] = [replay, next].map((each) => each.querySelector(`[data-remit-part=${part}]`));
        if (old && fresh) old.replaceWith(fresh);
      }
      const there = next.querySelector('#step');
      slider.value = next.dataset.remitReplay;
      slider.setAttribute('aria-valuetext', there?.getAttribute('aria-valuetext') ?? slider.value);
      const from = replay.querySelector('input[name=from]');
      if (from instanceof HTMLInputElement) from.value = next.querySelector('input[name=from]')?.value ?? from.value;
      document.title = page.title;
      history.replaceState(null, '', answer.url);
      if (focused) (linkTo(focused) ?? slider).focus();
      told.textContent = slider.getAttribute('aria-valuetext') ?? '';
      replay.dispatchEvent(new Event('remit:shown', { bubbles: true }));
      if (timer !== undefined) goOn();
    } catch {
      if (!signal.aborted) location.assign(address);
    }
  }

  const linkTo = (step) => {
    const found = replay.querySelector(`a[data-remit-step=${step}]`);
    return found instanceof HTMLElement ? found : undefined;
  };
  const goTo = (step) => {
    const link = linkTo(step);
    if (link !== undefined) show(link.getAttribute('href'));
    return link !== undefined;
  };

  const play = document.createElement('button');
  play.type = 'button';
  play.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small';
  play.dataset.remitPlay = '';
  play.textContent = 'Play';
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    play.textContent = 'Play';
  };
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(() => goTo('next') || stop(), stay);
    if (linkTo('next') === undefined) stop();
  };
  play.addEventListener('click', () => {
    if (timer !== undefined) return stop();
    play.textContent = 'Stop';
    timer = 0;
    if (!goTo(linkTo('next') === undefined ? 'first' : 'next')) stop();
  });
  form.before(play);

  slider.addEventListener('change', () => {
    stop();
    show(`${form.action}?${new URLSearchParams(new FormData(form)).toString()}`);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    stop();
    show(`${form.action}?${new URLSearchParams(new FormData(form)).toString()}`);
  });
  replay.addEventListener('click', (event) => {
    const link = event.target instanceof HTMLElement ? event.target.closest('a[data-remit-step]') : null;
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    stop();
    show(link.getAttribute('href'));
  });
  document.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: 'previous', ArrowRight: 'next' }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // What has arrow keys of its own keeps them.
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target?.closest('input, textarea, select, [tabindex="0"]')) return;
    stop();
    if (goTo(step)) event.preventDefault();
  });
}

/** Where those who listen are told of each step once it is there. */
function toldPolitely(replay) {
  const told = document.createElement('p');
  told.className = 'nhsuk-u-visually-hidden';
  told.setAttribute('role', 'status');
  replay.append(told);
  return told;
}

for (const replay of document.querySelectorAll('[data-remit-replay]'))
  if (replay instanceof HTMLElement) stepThrough(replay);
