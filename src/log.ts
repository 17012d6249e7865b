import { type Logger, pino, stdSerializers } from 'pino';
import { build as prettyStream } from 'pino-pretty';

/**
 * Structured lines for machines, readable ones in a terminal. People's names, subjects and secrets are not logged: whoever logs passes ids. What a
 * library hangs onto its errors (requests, headers, settings) is left out, because it holds tokens.
 */
export function createLog(level: string, terminal: boolean): Logger {
  const options = { level, serializers: { err: bareError }, base: null };
  return terminal
    ? pino(options, prettyStream({ colorize: true, sync: true, translateTime: 'SYS:HH:MM:ss' }))
    : pino(options);
}

function bareError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack, cause } = stdSerializers.err(error) as {
    type: string;
    message: string;
    stack: string;
    cause?: unknown;
  };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  return { type, message, code, stack, ...(cause instanceof Error ? { cause: bareError(cause) } : {}) };
}
