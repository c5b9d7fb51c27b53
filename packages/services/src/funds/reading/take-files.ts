import type pg from 'pg'
import { inTransaction } from '../../in-transaction.ts'
import {
  importWithin,
  isWaiting,
  lockImports,
  type MayImport,
  mayImportAlone,
  NotImported,
  settleWithin,
} from './import-within.ts'
import { openWhole } from './open-content.ts'
import type { ReadingContext, ReadingParts } from './reading-parts.ts'
import { takeFile } from './take-file.ts'
import { findFiles, type WaitingFile } from './waiting-file.ts'

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
      for (const file of files) {
        const mayImport = isWaiting(file) ? mayImportAlone(file) : null
        if (mayImport === null) alone.push(file.id)
        else
          await takeWithin(ctx, client, parts, { file, mayImport, content: contents.get(file.id) }).catch((error: unknown) => {
            failed.push({ fileId: file.id, error })
          })
      }
    })
  for (const fileId of fileIds.length > 1 ? alone : fileIds)
    await takeFile(ctx, parts, fileId).catch((error: unknown) => {
      failed.push({ fileId, error })
    })
  return failed
}

interface Taken {
  readonly file: WaitingFile
  readonly mayImport: MayImport
  readonly content: Uint8Array | undefined
}

/** What one file has written is taken back without the files before it. */
async function takeWithin(ctx: ReadingContext, client: pg.PoolClient, parts: ReadingParts, taken: Taken): Promise<void> {
  const orNothing = async (work: () => Promise<void>): Promise<void> => {
    await client.query('savepoint one_file')
    await work().catch(async (error: unknown) => {
      await client.query('rollback to savepoint one_file')
      throw error
    })
    await client.query('release savepoint one_file')
  }
  await orNothing(() => importWithin(ctx, client, parts, taken)).catch(async (error: unknown) => {
    if (!(error instanceof NotImported)) throw error
    await orNothing(() => settleWithin(ctx, client, parts, { file: taken.file, read: error.read }))
  })
}
