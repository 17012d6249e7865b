import { deadlines } from './limits.ts';

/**
 * Whether the connection still answers, from the moment of its last heartbeat (a wall clock that may jump, so only its changes count).
 * `now` is a monotonic clock in milliseconds.
 */
export function createHeartbeatWatch(
  lastBeat: () => number,
  now: () => number = () => performance.now(),
): { alive(): boolean } {
  let seen = Number.NaN;
  let seenAt = 0;
  return {
    alive() {
      const beat = lastBeat();
      if (beat !== seen) {
        seen = beat;
        seenAt = now();
      }
      return now() - seenAt <= deadlines.heartbeat;
    },
  };
}
