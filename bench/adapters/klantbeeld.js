// Adapter of the product: the agent's app, in the shadow root of its element.
(() => {
  const lib = window.__benchLib;
  if (!lib) return;
  const root = () => document.querySelector('klantbeeld-app')?.shadowRoot;
  const $ = (s) => root()?.querySelector(s);
  const fire = (el, value, type) => { lib.setValue(el, value); el.dispatchEvent(new Event(type, { bubbles: true })); };
  const LINE = '.c-row:not([hidden])';
  const DAY = '.c-timeline__day:not([hidden])';
  // The further filters are there from when a person opens them first; that is done once, before anything is measured.
  let isShown = false;
  const showFilters = () => {
    if (isShown) return;
    isShown = true;
    const more = $('.c-filters__chips .c-chip[aria-expanded]');
    for (const wait of [200, 400]) setTimeout(() => more.click(), wait);
  };
  const at = (selector, y) => [...root().querySelectorAll(selector)].some((el) => { const b = el.getBoundingClientRect(); return b.height && b.top <= y && y < b.bottom; });
  window.__bench = {
    ready: () => lib.untilVisible(() => $(LINE)),
    filterChannel: (name) => fire($('select[data-filter="channel"]'), name, 'change'),
    filterText: (s) => fire($('.c-filters__text'), s, 'input'),
    // The count beside the filters knows the total before all of it is here; the note below them goes when it is.
    rows: () => {
      const c = $('.c-filters__count');
      if (!c?.textContent || !$('.c-filters__note')?.hidden) return -1;
      showFilters();
      return Number(c.textContent.replace(/\D/g, ''));
    },
    scroller: () => $('.c-timeline__list'),
    firstTitle: () => {
      const top = $('.c-timeline__list').getBoundingClientRect().top;
      let first = null;
      for (const el of root().querySelectorAll(LINE)) {
        const b = el.getBoundingClientRect();
        if (b.height && b.bottom > top + 8 && (!first || b.top < first.y)) first = { el, y: b.top };
      }
      return first?.el.querySelector('.c-row__title').textContent ?? '';
    },
    // A day's heading is part of the list, not a gap in it.
    covered: () => {
      const b = $('.c-timeline__list').getBoundingClientRect();
      return [0.1, 0.5, 0.9].every((f) => at(`${LINE}, ${DAY}`, b.top + b.height * f));
    },
  };
})();
