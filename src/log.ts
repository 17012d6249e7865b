import { type Logger, pino, stdSerializers } from 'pino';

/**
 * Structured lines for machines, readable ones in a terminal. People's names, subjects and secrets are not logged: whoever logs passes ids. What a
 * library hangs onto its errors (requests, headers, settings) is left out, because it holds tokens.
 */
export async function createLog(level: string, terminal: boolean): Promise<Logger> {
  const options = { level, serializers: { err: bareError }, base: null };
  if (!terminal) return pino(options);
  const { build } = await import('pino-pretty');
  return pino(options, build({ colorize: true, sync: true, translateTime: 'SYS:HH:MM:ss' }));
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
