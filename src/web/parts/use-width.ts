import { type RefObject, useEffect, useRef, useState } from 'react';

/** How wide an element is, in CSS pixels: a plot is drawn to that, so that its letters keep their size. */
export function useWidth<T extends Element>(least = 240): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(least, entry?.contentRect.width ?? least)));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [least]);
  return [ref, width];
}
