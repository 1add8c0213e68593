/* global document, DOMParser, FormData, HTMLElement, HTMLFormElement, HTMLInputElement, location, XMLHttpRequest */
// How far an upload is. Without this, it is told once it is done.

/** @param {HTMLFormElement} form */
function watchUpload(form) {
  const told = form.querySelector('[data-remit-progress]');
  form.addEventListener('submit', (event) => {
    const files = [...form.querySelectorAll('input[type=file]')];
    if (!told || !files.some((input) => input instanceof HTMLInputElement && input.files?.length)) return;
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
    // With the button that was pressed, as a browser sends it.
    request.send(new FormData(form, event.submitter));
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

function begin() {
  for (const form of document.querySelectorAll('form[data-remit-upload]'))
    if (form instanceof HTMLFormElement) watchUpload(form);
}

begin();
