export type WaitFor = <T>(probe: () => T | undefined | null | false, timeoutMs?: number, what?: string) => Promise<T>;

/** A probe may look at things that the stand-in does not see change; it is asked again this often. */
const POLL_MS = 25;

/**
 * Makes a function that asks `probe` at once, at every change of the world and now and then, and resolves with the first value that is
 * neither false, null nor undefined. It rejects after the timeout (5,000 ms).
 */
export function createWaitFor(onChange: (listener: () => void) => () => void): { waitFor: WaitFor; close(): void } {
  const waiting = new Set<(error: Error) => void>();

  const waitFor: WaitFor = (probe, timeoutMs = 5000, what = 'the condition') =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearInterval(interval);
        clearTimeout(timer);
        forget();
        waiting.delete(fail);
      };
      const fail = (error: Error) => {
        stop();
        reject(error);
      };
      const ask = () => {
        try {
          const value = probe();
          if (value === false || value === undefined || value === null) return;
          stop();
          resolve(value);
        } catch (error) {
          fail(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const interval = setInterval(ask, POLL_MS);
      const timer = setTimeout(() => fail(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`)), timeoutMs);
      const forget = onChange(ask);
      waiting.add(fail);
      ask();
    });

  return {
    waitFor,
    close() {
      for (const fail of waiting) fail(new Error('The stand-in was closed.'));
    },
  };
}
