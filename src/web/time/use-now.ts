import { useEffect, useState } from 'react';
import { now, onTimeLearnt } from '#web/data/server-clock.ts';

/** The time, again every so many milliseconds, and at once when the page comes back to the front. */
export function useNow(every = 15_000): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const look = (): void => setTime(now());
    const timer = setInterval(look, every);
    const unlearn = onTimeLearnt(look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      unlearn();
      document.removeEventListener('visibilitychange', look);
    };
  }, [every]);
  return time;
}
