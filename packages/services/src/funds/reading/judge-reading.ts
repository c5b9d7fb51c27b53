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
}

/** What is to become of a file, by what was read and what is imported already. */
export async function judgeReading(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  { reading, fileId }: { readonly reading: FileReading; readonly fileId: number },
): Promise<Judgement> {
  const alone = judgeAlone(reading)
  if (alone !== null) return { ...alone, ...NEITHER }
  const { rows } = await client.query<{ id: number; same: boolean }>(
    `select id, business_key = $2 as same from funds_file where scope_key = $1 and state = 'imported' and id <> $3 order by id desc`,
    [reading.scopeKey, reading.businessKey, fileId],
  )
  const same = rows.find((row) => row.same)
  if (same !== undefined) return { ...NEITHER, state: 'duplicate', reason: 'same_content', sameAs: same.id }
  const supersedes = rows[0]?.id ?? null
  const { payouts, document } = reading
  const overlaps = await findOverlaps(client, { fileId, payouts, format: document.format, except: supersedes })
  return { state: 'previewed', reason: null, sameAs: null, supersedes, overlaps }
}

const NEITHER = { sameAs: null, supersedes: null, overlaps: [] } as const

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
