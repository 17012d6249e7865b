/** A right that one process at a time has, for as long as it keeps renewing it. */
export interface Lease {
  /** False when the lease was lost to somebody else, and with it the right. */
  renew(): Promise<boolean>;
  /** Lets the next one in at once. */
  release(): Promise<void>;
}

/** Takes the right of this name until so many milliseconds after the last renewal; null while somebody else has it. */
export type TakeLease = (name: string, milliseconds: number) => Promise<Lease | null>;
