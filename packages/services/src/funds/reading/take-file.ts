import { notifyChange } from '@counterfoil/db/connections'
import { recordAct } from '../../audit/index.ts'
import { inTransaction } from '../../in-transaction.ts'
import {
  importWithin,
  isWaiting,
  lockImports,
  type MayImport,
  mayImportAlone,
  readInVain,
  settleWithin,
} from './import-within.ts'
import { judgeReading } from './judge-reading.ts'
import { contentOf, orderOf, type ReadingContext, type ReadingParts } from './reading-parts.ts'
import { mustFind } from './waiting-file.ts'

/** Reads a file and tells what it would change; changes nothing but what is known of it. */
export async function previewFile(ctx: ReadingContext, parts: ReadingParts, fileId: number): Promise<void> {
  const file = await mustFind(ctx.pool, fileId)
  if (file.state !== 'stored') return
  const bytes = await contentOf(ctx.pool, parts, file)
  const known = await parts.reader.known(ctx.pool)
  const reading = await parts.reader.read({ ...orderOf(file, bytes), known, rows: false })
  const judgement = await judgeReading(ctx.pool, { fileId, reading })
  if (judgement.supersedes !== null || judgement.overlaps.length > 0) {
    await importOr(ctx, parts, fileId, () => false)
    return
  }
  const read = { reading, judgement, difference: null }
  await inTransaction(ctx, (client) => settleWithin(ctx, client, parts, { file, read }))
}

/**
 * Writes all rows of a file, or none: one transaction, whatever happens. Whoever calls this has the word of a person; what has
 * come out since then, an account that is nobody's or another file that says the same, still keeps it from being imported.
 */
export async function importFile(ctx: ReadingContext, parts: ReadingParts, fileId: number): Promise<void> {
  await importOr(ctx, parts, fileId, () => true)
}

/** What the hub does with a file that waits: imports what is decided, or clear and came on a way that is trusted; else previews. */
export async function takeFile(ctx: ReadingContext, parts: ReadingParts, fileId: number): Promise<void> {
  const file = await mustFind(ctx.pool, fileId)
  const mayImport = mayImportAlone(file)
  if (mayImport !== null) await importOr(ctx, parts, fileId, mayImport)
  else await previewFile(ctx, parts, fileId)
}

async function importOr(ctx: ReadingContext, parts: ReadingParts, fileId: number, mayImport: MayImport): Promise<void> {
  const waiting = await mustFind(ctx.pool, fileId)
  const stopped = await inTransaction(ctx, async (client) => {
    await lockImports(client)
    const file = await mustFind(client, fileId, 'for no key update of f')
    if (!isWaiting(file)) return null
    await recordAct(ctx, client, await importWithin(ctx, client, parts, { file, mayImport }))
    await notifyChange(client, { entity: 'funds_file', id: String(fileId) })
    return null
  }).catch((error: unknown) => readInVain(error, waiting))
  if (stopped === null) return
  const file = await mustFind(ctx.pool, fileId)
  await inTransaction(ctx, (client) => settleWithin(ctx, client, parts, { file, read: stopped }))
}
