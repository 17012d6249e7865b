import { createStage, type Stage, type StageOptions } from './stage.ts';

/** A stage whose `mongodb` is the address of a server: there it has a database of its own, which goes when the stage is closed. */
export async function createDemoStage({ mongodb, ...options }: StageOptions): Promise<Stage> {
  if (mongodb === undefined) return createStage(options);
  const database = (await import('./own-database.ts')).createOwnDatabase(mongodb);
  const stage = await createStage({ ...options, mongodb: database.uri });
  return {
    ...stage,
    async close() {
      await stage.close();
      await database.drop().catch((error: unknown) => {
        throw new Error(`The database ${database.title} could not be dropped: ${String(error)}`);
      });
    },
  };
}
