/* global clearInterval, document, fetch, HTMLElement, location, setInterval */
// How far an import is recorded. Without this, it is told by looking again.

/** @param {HTMLElement} watched */
function watchImport(watched) {
  const [words, bar] = [watched.querySelector('[data-remit-recorded]'), watched.querySelector('progress')];
  const number = new Intl.NumberFormat('en-GB');
  const timer = setInterval(async () => {
    const answer = await fetch(watched.dataset.remitImport ?? '', { headers: { accept: 'application/json' } });
    if (!answer.ok) return clearInterval(timer);
    const { status, counts, recorded } = await answer.json();
    const facts = recorded?.facts ?? counts.facts;
    const said = `${number.format(recorded?.recorded ?? 0)} of ${number.format(facts)} changes are recorded.`;
    if (words && words.textContent !== said) words.textContent = said;
    if (bar) bar.value = recorded?.recorded ?? 0;
    if (status !== 'recorded') return;
    clearInterval(timer);
    location.reload();
  }, 1000);
}

for (const watched of document.querySelectorAll('[data-remit-import]'))
  if (watched instanceof HTMLElement) watchImport(watched);
