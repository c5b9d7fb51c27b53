import { notifyChanges } from '@counterfoil/db/connections'
import type pg from 'pg'
import { type Act, recordActs } from '../../audit/index.ts'
import { inTransaction } from '../../in-transaction.ts'
import {
  type FileToImport,
  importWithin,
  isWaiting,
  lockImports,
  mayImportAlone,
  readInVain,
  settleWithin,
} from './import-within.ts'
import { openWhole } from './open-content.ts'
import { readAhead } from './read-ahead.ts'
import type { ReadingContext, ReadingParts } from './reading-parts.ts'
import { takeFile } from './take-file.ts'
import { findFiles } from './waiting-file.ts'

export interface NotTaken {
  readonly fileId: number
  readonly error: unknown
}

/**
 * `takeFile` for several small ones in one transaction, in their order: a commit, a lock and a look at what is known for all of
 * them. Each is imported whole or not at all; one that fails is told of and leaves the others alone.
 */
export async function takeFiles(ctx: ReadingContext, parts: ReadingParts, fileIds: readonly number[]): Promise<NotTaken[]> {
  const failed: NotTaken[] = []
  const alone: number[] = []
  if (fileIds.length > 1)
    await inTransaction(ctx, async (client) => {
      await lockImports(client)
      const files = await findFiles(client, fileIds)
      const contents = await openWhole(client, parts.opener, files)
      const known = await parts.reader.known(client)
      const acts: Act[] = []
      const here: FileToImport[] = []
      for (const file of files) {
        const mayImport = isWaiting(file) ? mayImportAlone(file) : null
        if (mayImport === null) alone.push(file.id)
        else here.push({ file, mayImport, content: contents.get(file.id), known })
      }
      const readSoon = ({ file, content }: FileToImport) => (content ? readAhead(parts, { file, content, known }) : undefined)
      let ahead = here[0] && readSoon(here[0])
      for (const [at, taken] of here.entries()) {
        const mine = ahead
        // Its turn is when the thread is done with this one.
        const next = here[at + 1]
        ahead = next && readSoon(next)
        await takeWithin(ctx, client, parts, { ...taken, ahead: mine })
          .then((act) => acts.push(...act))
          .catch((error: unknown) => {
            failed.push({ fileId: taken.file.id, error })
          })
      }
      await recordActs(ctx, client, acts)
      await notifyChanges(
        client,
        'funds_file',
        acts.map(({ target }) => target.id),
      )
    })
  for (const fileId of fileIds.length > 1 ? alone : fileIds)
    await takeFile(ctx, parts, fileId).catch((error: unknown) => {
      failed.push({ fileId, error })
    })
  return failed
}

/** What one file has written is taken back without the files before it. Gives what is to be recorded of it at the end. */
async function takeWithin(ctx: ReadingContext, client: pg.PoolClient, parts: ReadingParts, taken: FileToImport): Promise<Act[]> {
  const orNothing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    await client.query('savepoint one_file')
    try {
      const result = await work()
      await client.query('release savepoint one_file')
      return result
    } catch (error) {
      await client.query('rollback to savepoint one_file')
      throw error
    }
  }
  try {
    return [await orNothing(() => importWithin(ctx, client, parts, taken))]
  } catch (error) {
    const read = readInVain(error, taken.file)
    await orNothing(() => settleWithin(ctx, client, parts, { file: taken.file, read }))
    return []
  }
}
