import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import type { Opener } from '../../vault/index.ts'
import { trustedWays } from '../files/file-state.ts'
import type { Difference } from './changes.ts'
import { compareFiles } from './compare-files.ts'
import type { FileReader } from './create-file-reader.ts'
import type { FileReading } from './file-reading.ts'
import { type Judgement, judgeReading } from './judge-reading.ts'
import { keepMasked } from './keep-masked.ts'
import { openMasked, openRaw } from './open-content.ts'
import { findFile, type WaitingFile } from './waiting-file.ts'
import { writeDays } from './write-days.ts'
import { writeJudgement } from './write-judgement.ts'
import { writePayouts } from './write-payouts.ts'
import { RowWriter } from './write-rows.ts'

export type ReadingContext = Pick<ServiceContext, 'pool'> & ActContext

/** What the hub, and the command line on the server, has: the key that opens files, and the thread that reads them. */
export interface ReadingParts {
  readonly opener: Opener
  readonly reader: FileReader
}

/** Imports come one after the other: what one replaces, the next must find replaced. Any number, the same in every process. */
const IMPORT_LOCK = 4_017_031

/** The rows that were written are taken back; what was read stays. */
class NotImported extends Error {
  readonly read: JudgedReading
  constructor(read: JudgedReading) {
    super('not imported')
    this.read = read
  }
}

interface JudgedReading {
  readonly reading: FileReading
  readonly judgement: Judgement
  readonly difference: Difference | null
}

/** Reads a file and tells what it would change; changes nothing but what is known of it. */
export async function previewFile(ctx: ReadingContext, parts: ReadingParts, fileId: number): Promise<void> {
  const file = await mustFind(ctx.pool, fileId)
  if (file.state !== 'stored') return
  const bytes = await contentOf(ctx.pool, parts, file)
  const known = await parts.reader.known(ctx.pool)
  const reading = await parts.reader.read({ ...orderOf(file, bytes), known, rows: false })
  const judgement = await judgeReading(ctx.pool, { fileId, reading })
  if (judgement.supersedes !== null) {
    await importOr(ctx, parts, fileId, () => false)
    return
  }
  await settle(ctx, parts, file, { reading, judgement, difference: null })
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
  if (file.decided && file.state !== 'stored') return importFile(ctx, parts, fileId)
  if (file.state !== 'stored') return
  if (!trustedWays.includes(file.via)) return previewFile(ctx, parts, fileId)
  await importOr(ctx, parts, fileId, ({ reading: { document } }) => document.verdict === 'accept')
}

async function importOr(
  ctx: ReadingContext,
  parts: ReadingParts,
  fileId: number,
  mayImport: (read: JudgedReading) => boolean,
): Promise<void> {
  const stopped = await inTransaction(ctx, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [IMPORT_LOCK])
    const file = await mustFind(client, fileId, 'for no key update of f')
    if (!isWaiting(file)) return null
    const bytes = await contentOf(client, parts, file)
    const rows = new RowWriter(client, fileId)
    const order = { ...orderOf(file, bytes), known: await parts.reader.known(client), rows: true }
    const reading = await parts.reader.read(order, (chunk) => rows.write(chunk))
    const judgement = await judgeReading(client, { fileId, reading })
    if (judgement.state !== 'previewed') throw new NotImported({ reading, judgement, difference: null })
    await rows.statements(reading)
    await rows.reserve('settlement_line', reading.payouts.length)
    const difference = judgement.supersedes === null ? null : await compareFiles(client, judgement.supersedes, fileId)
    const read = { reading, judgement, difference }
    // What a person has agreed to is what they were shown.
    if (!mayImport(read) || (file.state === 'previewed' && file.supersedes !== judgement.supersedes)) throw new NotImported(read)
    if (judgement.supersedes !== null) await takeOut(ctx, client, judgement.supersedes, fileId)
    await writeJudgement(ctx, client, fileId, { ...read, state: 'imported' })
    await writePayouts(client, fileId, reading.payouts, rows.ids.settlement_line)
    await writeDays(client, fileId, reading.salesDays)
    return null
  }).catch((error: unknown) => {
    if (error instanceof NotImported) return error.read
    throw error
  })
  if (stopped !== null) await settle(ctx, parts, await mustFind(ctx.pool, fileId), stopped)
}

/** A file with card numbers waits for a person; then its masked copy is read. */
const isWaiting = ({ state, decided }: WaitingFile): boolean =>
  state === 'stored' || state === 'previewed' || (state === 'quarantined' && decided)

/** What a corrected file replaces is matched no more; the next run takes its links back. */
async function takeOut(ctx: ReadingContext, client: pg.PoolClient, old: number, by: number): Promise<void> {
  await client.query('delete from settlement_line_open where file_id = $1', [old])
  for (const table of ['bank_line', 'payout'])
    await client.query(`update ${table} set open = false where file_id = $1 and open`, [old])
  await client.query(`update funds_file set state = 'superseded' where id = $1`, [old])
  await recordAct(ctx, client, {
    action: 'funds_file.superseded',
    target: { type: 'funds_file', id: String(old) },
    before: { state: 'imported' },
    after: { state: 'superseded', by },
  })
  await notifyChange(client, { entity: 'funds_file', id: String(old) })
}

/** Writes down what was read of a file that is not imported; of one with card numbers a masked copy is kept, and the alarm is raised. */
async function settle(ctx: ReadingContext, parts: ReadingParts, file: WaitingFile, read: JudgedReading): Promise<void> {
  const masked = read.judgement.reason === 'card_numbers' ? await maskedCopy(ctx, parts, file) : null
  await inTransaction(ctx, async (client) => {
    const now = await mustFind(client, file.id, 'for no key update of f')
    if (now.state !== file.state) return
    const { judgement } = read
    if (judgement.reason === 'card_numbers') {
      const kept = await keepMasked(ctx, client, file, { masked, found: read.reading.cardNumbers })
      const reason = kept ? judgement.reason : 'card_numbers_not_masked'
      return writeJudgement(ctx, client, file.id, { ...read, judgement: { ...judgement, reason }, state: judgement.state })
    }
    await writeJudgement(ctx, client, file.id, { ...read, state: judgement.state })
  })
}

async function maskedCopy(ctx: ReadingContext, parts: ReadingParts, file: WaitingFile): Promise<Uint8Array | null> {
  const bytes = await openRaw(ctx.pool, parts.opener, file)
  const masked = await parts.reader.mask({ name: file.name, bytes, mapping: file.mapping })
  return masked?.bytes ?? null
}

/** The masked copy, where there is one: what was in the file before it stays sealed. */
async function contentOf(client: pg.Pool | pg.PoolClient, { opener }: ReadingParts, file: WaitingFile): Promise<Uint8Array> {
  return (await openMasked(client, opener, file)) ?? (await openRaw(client, opener, file))
}

const orderOf = ({ id, name, mapping, sourceId }: WaitingFile, bytes: Uint8Array) => ({
  fileId: id,
  name,
  bytes,
  mapping,
  sourceId,
})

async function mustFind(
  client: pg.Pool | pg.PoolClient,
  fileId: number,
  lock: 'for no key update of f' | '' = '',
): Promise<WaitingFile> {
  const file = await findFile(client, fileId, lock)
  if (file === null) throw new ServiceError('not_found', `There is no file ${fileId}.`)
  return file
}
