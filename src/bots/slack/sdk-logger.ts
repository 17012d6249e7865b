import { LogLevel, type Logger as SdkLogger } from '@slack/web-api';
import type { Logger } from 'pino';

/** Slack's libraries write through our logger. Their debug lines hold whole payloads, people's words and all, so those are dropped. Null: nothing is written. */
export function sdkLogger(log: Logger | null): SdkLogger {
  const line = (parts: unknown[]) => parts.map(String).join(' ');
  return {
    debug() {},
    info: (...parts) => log?.debug(line(parts)),
    warn: (...parts) => log?.warn(line(parts)),
    error: (...parts) => log?.error(line(parts)),
    setLevel() {},
    setName() {},
    getLevel: () => LogLevel.INFO,
  };
}
