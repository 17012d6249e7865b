/** What the database could not do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** Which kind of trouble; the adapter's own list. */
  readonly code: string;
  /** Whether the same call may succeed later without anybody changing anything in the program. */
  readonly retryable: boolean;
  /** `away`: it was not reached, so nothing was written. `unknown`: no answer came, and the write may have happened all the same. Null: it answered, and refused. */
  readonly lost: 'away' | 'unknown' | null;

  constructor(
    message: string,
    options: { code: string; retryable: boolean; lost?: 'away' | 'unknown' | null; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.code = options.code;
    this.retryable = options.retryable;
    this.lost = options.lost ?? null;
  }
}
