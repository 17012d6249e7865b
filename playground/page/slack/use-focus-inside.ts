import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

const fields = 'input, textarea';

/**
 * Takes the focus into a box that has opened, to its first field if it has one, and puts it back when the box is gone. `drawn` changes when the
 * box is drawn anew: then the focus goes to the first field if it was lost, or was waiting on the box itself.
 *
 * Only within Slack's own face is the focus taken: who is at work elsewhere on the page stays there.
 */
export function useFocusInside(box: RefObject<HTMLElement | null>, drawn: string): void {
  const before = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time the box is drawn
  useLayoutEffect(() => {
    const element = box.current;
    const focused = document.activeElement ?? document.body;
    if (!element) return;
    const lost = focused === document.body;
    const within = element.contains(focused);
    if (!lost && !element.closest('.slack')?.contains(focused)) return;
    if (within && focused !== element) return;
    if (!within && !lost) before.current = focused;
    (element.querySelector<HTMLElement>(fields) ?? element).focus();
  }, [box, drawn]);
  // Not sooner: until everything is drawn what is behind the box cannot be focused.
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus();
    },
    [],
  );
}
