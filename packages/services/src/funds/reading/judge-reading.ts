import type pg from 'pg'
import type { FileReason } from '../files/file-state.ts'
import type { FileReading } from './file-reading.ts'
import { findOverlaps, type Overlap } from './find-overlaps.ts'

export interface Judgement {
  readonly state: 'previewed' | 'held' | 'quarantined' | 'refused' | 'duplicate'
  readonly reason: FileReason | null
  /** Whose content this is again. */
  readonly sameAs: number | null
  /** Of which this is a correction. */
  readonly supersedes: number | null
  /** Batches of it that other imported files have told of. */
  readonly overlaps: readonly Overlap[]
  /** Imported files about the very same, the newest first: more than one where people have said that all of them count. */
  readonly sameScope: readonly number[]
  /** Files beside whose rows its own count. */
  readonly beside: readonly number[]
}

/** What is to become of a file, by what was read and what is imported already. `isPart`: a person has said that it is a second part. */
export async function judgeReading(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  { reading, fileId, isPart = false }: { readonly reading: FileReading; readonly fileId: number; readonly isPart?: boolean },
): Promise<Judgement> {
  const alone = judgeAlone(reading)
  if (alone !== null) return { ...alone, ...NEITHER }
  const { rows } = await client.query<{ id: number; same: boolean }>(
    `select id, business_key = $2 as same from funds_file where scope_key = $1 and state = 'imported' and id <> $3 order by id desc`,
    [reading.scopeKey, reading.businessKey, fileId],
  )
  const same = rows.find((row) => row.same)
  if (same !== undefined) return { ...NEITHER, state: 'duplicate', reason: 'same_content', sameAs: same.id }
  const sameScope = rows.map(({ id }) => id)
  const supersedes = sameScope[0] ?? null
  const { payouts, document } = reading
  // Of parts that count beside each other it is asked which one this is about; else a file about the very same is replaced whole.
  const except = isPart || sameScope.length > 1 ? null : supersedes
  const overlaps = await findOverlaps(client, { fileId, payouts, format: document.format, except })
  return { ...NEITHER, state: 'previewed', reason: null, supersedes, overlaps, sameScope }
}

const NEITHER = { sameAs: null, supersedes: null, overlaps: [], sameScope: [], beside: [] } as const

function judgeAlone(reading: FileReading): Pick<Judgement, 'state' | 'reason'> | null {
  const { document, accounts, merchants } = reading
  if (document.verdict === 'reject') return { state: 'refused', reason: reading.unknownKind ? 'unknown_format' : 'unreadable' }
  if (reading.cardNumbers.count > 0) return { state: 'quarantined', reason: 'card_numbers' }
  if (accounts.some(({ bankAccountId }) => bankAccountId === null)) return { state: 'held', reason: 'unknown_account' }
  if (accounts.some(({ otherCurrency }) => otherCurrency != null)) return { state: 'held', reason: 'other_currency' }
  if (merchants.some(({ acquirer }) => acquirer === null)) return { state: 'held', reason: 'unknown_merchant' }
  if (reading.scopeKey === null) return { state: 'refused', reason: 'nothing_in_it' }
  return null
}
