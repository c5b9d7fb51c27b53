import { runStreaming } from '../run-streaming.ts'

/** Makes Prisma's client if it is missing or older than the schema. */
export async function generateDatabaseClient(root: string): Promise<void> {
  if ((await runStreaming(process.execPath, [`${root}/packages/db/scripts/generate.mjs`])) !== 0) {
    throw new Error('The database client could not be generated: see above.')
  }
}
