/** As much of BullMQ as the benches use, so that the types can be checked where it is not installed. */
declare module 'bullmq' {
  interface Connection {
    /** A socket. */
    path: string;
    maxRetriesPerRequest?: null;
  }
  interface JobOptions {
    /** Milliseconds. */
    delay?: number;
  }
  export class Queue {
    constructor(name: string, options: { connection: Connection });
    addBulk(jobs: { name: string; data: unknown; opts?: JobOptions }[]): Promise<unknown>;
    add(name: string, data: unknown, options?: JobOptions): Promise<unknown>;
    close(): Promise<void>;
  }
  export class Worker {
    constructor(
      name: string,
      processor: (job: { data: unknown }) => Promise<void>,
      options: { connection: Connection; concurrency: number; autorun?: boolean },
    );
    waitUntilReady(): Promise<unknown>;
    on(event: 'completed', listener: () => void): this;
    run(): Promise<void>;
    close(): Promise<void>;
  }
}
