/* global clearInterval, document, DOMParser, fetch, FormData, HTMLElement, HTMLFormElement, HTMLInputElement, location, setInterval, XMLHttpRequest */
// How far an upload is, and how far an import is recorded. Without this, both are told once they are done, and by looking again.

/** @param {HTMLFormElement} form */
function watchUpload(form) {
  const told = form.querySelector('[data-remit-progress]');
  form.addEventListener('submit', (event) => {
    const input = form.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement) || !input.files?.length || !told) return;
    event.preventDefault();
    const bar = document.createElement('progress');
    const words = document.createElement('p');
    told.replaceChildren(words, bar);
    told.hidden = false;
    words.textContent = 'Uploading';
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      bar.max = total;
      bar.value = loaded;
      // Tenths only, so that nobody is read every number.
      const tenths = Math.floor((loaded / total) * 10);
      const said = tenths === 10 ? 'Uploaded. The file is being read' : `${tenths * 10}% uploaded`;
      if (words.textContent !== said) words.textContent = said;
    });
    request.addEventListener('load', () => show(request));
    request.addEventListener('error', () => {
      words.textContent = 'The upload broke off. Send the file again.';
      bar.remove();
    });
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'text/html');
    request.send(new FormData(form));
  });
}

/** Where the service led, or what it says is wrong. @param {XMLHttpRequest} request */
function show({ status, responseURL, responseText }) {
  if (status < 400) {
    location.assign(responseURL);
    return;
  }
  const page = new DOMParser().parseFromString(responseText, 'text/html');
  const [now, then] = [page.querySelector('main'), document.querySelector('main')];
  if (!now || !then) return;
  then.replaceWith(now);
  document.title = page.title;
  const summary = now.querySelector('.nhsuk-error-summary');
  if (summary instanceof HTMLElement) {
    summary.tabIndex = -1;
    summary.focus();
  }
  begin();
}

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

function begin() {
  for (const form of document.querySelectorAll('form[data-remit-upload]'))
    if (form instanceof HTMLFormElement) watchUpload(form);
}

begin();
for (const watched of document.querySelectorAll('[data-remit-import]'))
  if (watched instanceof HTMLElement) watchImport(watched);
