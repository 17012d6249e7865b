/** The heading of an element itself, not of what lies deeper in it. */
const own = ':scope > :is(h1, h2, h3), :scope > header > h1';

/**
 * A button that is pressed often goes away by it (a request that is answered leaves the list), and the focus would fall to the top of the
 * document. This puts it on the nearest heading of what is left, so that a keyboard or screen reader goes on from there.
 */
export function keepFocus(root: HTMLElement): void {
  let last: Element | null = null;
  let around: Element[] = [];

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof Element)) return;
    last = target;
    around = [];
    for (let element = target.parentElement; element && element !== root; element = element.parentElement)
      around.push(element);
  });

  new MutationObserver(() => {
    if (!last || last.isConnected) return;
    last = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    for (const element of around) {
      const heading = element.isConnected ? element.querySelector<HTMLElement>(own) : null;
      if (!heading) continue;
      focusHeading(heading);
      return;
    }
    const first = root.querySelector<HTMLElement>('main h1');
    if (first) focusHeading(first);
  }).observe(root, { childList: true, subtree: true });
}

export function focusHeading(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: heading.getBoundingClientRect().top >= 0 });
}
