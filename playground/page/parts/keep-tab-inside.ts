import type { KeyboardEvent } from 'react';

const reachable = 'a[href], button, input, select, textarea, [tabindex]';

/** For an open window: Tab goes round in it, both ways. What is beside it can still be pointed at. */
export function keepTabInside(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab' || event.defaultPrevented) return;
  const box = event.currentTarget;
  const stops = [...box.querySelectorAll<HTMLElement>(reachable)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
  );
  const from = document.activeElement;
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  // From the window itself the way back leads out as well.
  if (stops.length > 0 && from !== edge && !(from === box && event.shiftKey)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
