import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import { type Act, recordAct } from '../../audit/index.ts'
import { trustedWays } from '../files/file-state.ts'
import { type Difference, isAsShown, joinDifferences } from './changes.ts'
import { closeCopies } from './close-copies.ts'
import { compareBatches } from './compare-batches.ts'
import { compareFiles } from './compare-files.ts'
import type { FileReading } from './file-reading.ts'
import { joinParts } from './join-parts.ts'
import { findGone, reasonToAsk, sameAs, saysNothingNew } from './judge-batches.ts'
import { type Judgement, judgeReading } from './judge-reading.ts'
import { keepMasked } from './keep-masked.ts'
import type { ReadingAhead } from './read-ahead.ts'
import type { Known } from './read-known.ts'
import { contentOf, maskedCopy, orderOf, type ReadingContext, type ReadingParts } from './reading-parts.ts'
import { dataFaultOf, refusedReading } from './refused-reading.ts'
import { nameSuccessors, takeOutPayouts } from './take-out-payouts.ts'
import { mustFind, type WaitingFile } from './waiting-file.ts'
import { writeDays } from './write-days.ts'
import { storeJudgement, writeJudgement } from './write-judgement.ts'
import { writePayouts } from './write-payouts.ts'
import { RowWriter } from './write-rows.ts'

export interface JudgedReading {
  readonly reading: FileReading
  readonly judgement: Judgement
  readonly difference: Difference | null
}

/** The rows that were written are taken back; what was read stays. */
export class NotImported extends Error {
  readonly read: JudgedReading
  constructor(read: JudgedReading) {
    super('not imported')
    this.read = read
  }
}

/** The same of a file whose rows cannot be kept. Throws what is not its doing. */
export function readInVain(error: unknown, { name }: Pick<WaitingFile, 'name'>): JudgedReading {
  if (error instanceof NotImported) return error.read
  const why = dataFaultOf(error)
  if (why === null) throw error
  const judgement: Judgement = {
    state: 'refused',
    reason: 'unreadable',
    sameAs: null,
    supersedes: null,
    overlaps: [],
    sameScope: [],
    beside: [],
  }
  return { reading: refusedReading(name, why), judgement, difference: null }
}

export type MayImport = (read: JudgedReading) => boolean

/** Imports come one after the other: what one replaces, the next must find replaced. Any number, the same in every process. */
const IMPORT_LOCK = 4_017_031

export interface FileToImport {
  readonly file: WaitingFile
  readonly mayImport: MayImport
  /** Where whoever calls has them already. */
  readonly content?: Uint8Array | undefined
  readonly known?: Known | undefined
  readonly ahead?: ReadingAhead | undefined
}

export async function lockImports(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [IMPORT_LOCK])
}

/** What may become of a file that waits without another word: null where it is only shown. */
export function mayImportAlone({ decided, state, via }: WaitingFile): MayImport | null {
  if (decided && state !== 'stored') return () => true
  if (state !== 'stored' || !trustedWays.includes(via)) return null
  return ({ reading: { document }, judgement }) => document.verdict === 'accept' && judgement.reason === null
}

/**
 * Writes all rows of a file in a transaction that holds the lock. Gives what has to be recorded in it, and told to whoever looks.
 * Throws `NotImported`: then the rows have to be taken back.
 */
export async function importWithin(
  ctx: ReadingContext,
  client: pg.PoolClient,
  parts: ReadingParts,
  taken: FileToImport,
): Promise<Act> {
  const { file, mayImport } = taken
  const fileId = file.id
  const rows = new RowWriter(client, fileId)
  const reading = await readInto(client, parts, taken, rows)
  const { isPart } = file
  const judgement = await judgeReading(client, { fileId, reading, isPart })
  if (judgement.state !== 'previewed') throw new NotImported({ reading, judgement, difference: null })
  await rows.statements(reading)
  await rows.reserve('settlement_line', reading.payouts.length)
  const batches = await compareBatches(client, { ...judgement, ids: rows.ids.settlement_line, isPart })
  if (saysNothingNew(reading, batches)) throw new NotImported({ reading, judgement: sameAs(batches), difference: null })
  const { supersedes } = batches
  const whole = supersedes === null ? null : await compareFiles(client, supersedes, fileId)
  const difference = joinDifferences(whole, batches.difference)
  const reason = reasonToAsk(reading, [whole, batches.difference])
  const read = { reading, judgement: { ...judgement, supersedes, reason }, difference }
  // What a person has agreed to is what they were shown.
  const isOther = file.state === 'previewed' && !isAsShown(file.differs, difference)
  if (!mayImport(read) || isOther) throw new NotImported(read)
  const done = { ...judgement, supersedes: isPart ? null : supersedes, beside: batches.beside }
  const { ids } = rows
  const gone = await findGone(client, { supersedes: done.supersedes, fileId, batches, ids: ids.settlement_line, reading })
  if (done.supersedes !== null) await takeOut(ctx, client, done.supersedes, fileId)
  await takeOutPayouts(
    client,
    gone.map((pair) => pair.gone),
  )
  const act = await storeJudgement(ctx, client, fileId, { ...read, judgement: done, state: 'imported' })
  const copies = new Set(batches.copies.map((pair) => pair.gone))
  await writePayouts(client, { fileId, payouts: reading.payouts, ids: ids.settlement_line, copies })
  await nameSuccessors(client, [...gone, ...batches.copies])
  if (done.beside.length > 0) await joinParts(client, fileId)
  await closeCopies(client, [...copies])
  await writeDays(client, fileId, reading.salesDays)
  return act
}

async function readInto(
  client: pg.PoolClient,
  parts: ReadingParts,
  { file, content, known, ahead }: FileToImport,
  rows: RowWriter,
): Promise<FileReading> {
  if (ahead !== undefined) {
    const reading = await ahead.reading
    for (const chunk of ahead.chunks) await rows.write(chunk)
    return reading
  }
  const bytes = content ?? (await contentOf(client, parts, file))
  const order = { ...orderOf(file, bytes), known: known ?? (await parts.reader.known(client)), rows: true }
  return parts.reader.read(order, (chunk) => rows.write(chunk))
}

/** A file with card numbers waits for a person; then its masked copy is read. */
export const isWaiting = ({ state, decided }: WaitingFile): boolean =>
  state === 'stored' || state === 'previewed' || (state === 'quarantined' && decided)

/** What a corrected file replaces is matched no more; the next run takes its links back. */
async function takeOut(ctx: ReadingContext, client: pg.PoolClient, old: number, by: number): Promise<void> {
  await client.query('delete from settlement_line_open where file_id = $1', [old])
  await client.query('update bank_line set open = false where file_id = $1 and open', [old])
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
export async function settleWithin(
  ctx: ReadingContext,
  client: pg.PoolClient,
  parts: ReadingParts,
  { file, read }: { readonly file: WaitingFile; readonly read: JudgedReading },
): Promise<void> {
  const { judgement } = read
  const masked = judgement.reason === 'card_numbers' ? await maskedCopy(client, parts, file) : null
  const now = await mustFind(client, file.id, 'for no key update of f')
  if (now.state !== file.state) return
  if (judgement.reason === 'card_numbers') {
    const kept = await keepMasked(ctx, client, file, { masked, found: read.reading.cardNumbers })
    const reason = kept ? judgement.reason : 'card_numbers_not_masked'
    return writeJudgement(ctx, client, file.id, { ...read, judgement: { ...judgement, reason }, state: judgement.state })
  }
  await writeJudgement(ctx, client, file.id, { ...read, state: judgement.state })
}
