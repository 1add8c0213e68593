/* global document, Element, matchMedia, SVGElement */
// Charts: the place that is marked comes into view, and the whole can be made larger and smaller. Without this, they scroll.

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Scrolls each chart, not the page, to what is marked on it.
 * @param {ParentNode} within
 */
function showMarked(within) {
  for (const region of within.querySelectorAll('.remit-statechart__scroll')) {
    const marked =
      region.querySelector('.remit-statechart__box--last') ??
      [...region.querySelectorAll('.remit-statechart__box--now')].at(-1) ??
      [...region.querySelectorAll('.remit-statechart__box--taken')].at(-1);
    if (!(marked instanceof Element)) continue;
    const [box, view] = [marked.getBoundingClientRect(), region.getBoundingClientRect()];
    region.scrollTo({
      left: region.scrollLeft + box.left - view.left - (view.width - box.width) / 2,
      top: region.scrollTop + box.top - view.top - (view.height - box.height) / 2,
      behavior: calm() ? 'auto' : 'smooth',
    });
  }
}

const steps = [0.25, 0.35, 0.5, 0.7, 1, 1.4, 2];

/** @param {Element} figure */
function zoomable(figure) {
  const region = figure.querySelector('.remit-statechart__scroll');
  const picture = figure.querySelector('svg');
  if (!(region instanceof Element) || !(picture instanceof SVGElement)) return;
  const size = ['width', 'height'].map((name) => Number.parseFloat(picture.getAttribute(name) ?? '0'));
  let step = steps.indexOf(1);
  const bar = document.createElement('p');
  bar.className = 'remit-statechart__zoom remit-noprint';
  const told = document.createElement('span');
  told.setAttribute('role', 'status');
  const zoomTo = (next) => {
    step = Math.min(Math.max(next, 0), steps.length - 1);
    scaleTo(steps[step]);
  };
  const scaleTo = (scale) => {
    const middle = [
      (region.scrollLeft + region.clientWidth / 2) / region.scrollWidth,
      (region.scrollTop + region.clientHeight / 2) / region.scrollHeight,
    ];
    ['width', 'height'].forEach((name, index) => picture.setAttribute(name, `${size[index] * scale}rem`));
    region.scrollLeft = middle[0] * region.scrollWidth - region.clientWidth / 2;
    region.scrollTop = middle[1] * region.scrollHeight - region.clientHeight / 2;
    told.textContent = `${Math.round(scale * 100)} %`;
  };
  const scaleNow = () => Number.parseFloat(picture.getAttribute('width') ?? '0') / size[0];
  const button = (text, act) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  bar.append(
    button('Smaller', () => zoomTo(step - 1)),
    button('Larger', () => zoomTo(step + 1)),
    button('Fit the width', () => scaleTo((scaleNow() * (region.clientWidth - 32)) / picture.clientWidth)),
    told,
  );
  figure.prepend(bar);
  draggable(region);
}

/** @param {Element} region */
function draggable(region) {
  let from;
  region.addEventListener('pointerdown', (event) => {
    // Fingers scroll by themselves.
    if (event.pointerType === 'mouse' && event.button === 0)
      from = { x: event.clientX + region.scrollLeft, y: event.clientY + region.scrollTop };
  });
  region.addEventListener('pointermove', (event) => {
    if (from === undefined || event.buttons === 0) return;
    region.scrollLeft = from.x - event.clientX;
    region.scrollTop = from.y - event.clientY;
  });
  for (const end of ['pointerup', 'pointerleave']) region.addEventListener(end, () => (from = undefined));
}

for (const figure of document.querySelectorAll('[data-remit-zoom]')) zoomable(figure);
showMarked(document);
// Where a page shows another event in the place of the last one.
document.addEventListener('remit:shown', () => showMarked(document));
