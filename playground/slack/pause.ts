/** Waits; resolves with false where the signal cut it short. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (inFull: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(inFull);
    };
    const stop = () => done(false);
    const timer = setTimeout(() => done(true), milliseconds);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
  });
}
