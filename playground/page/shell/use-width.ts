import { useSyncExternalStore } from 'react';

const wide = matchMedia('(width >= 84rem)');
const narrow = matchMedia('(width < 56rem)');

/** How much of the page fits side by side: everything, two of three, or one; as in `style/shell.css`. */
export type Width = 'all' | 'two' | 'one';

export function useWidth(): Width {
  return useSyncExternalStore(
    (changed) => {
      for (const query of [wide, narrow]) query.addEventListener('change', changed);
      return () => {
        for (const query of [wide, narrow]) query.removeEventListener('change', changed);
      };
    },
    () => (wide.matches ? 'all' : narrow.matches ? 'one' : 'two'),
  );
}
