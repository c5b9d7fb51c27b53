import type pg from 'pg'
import type { FileReason } from '../files/file-state.ts'
import type { FileReading } from './file-reading.ts'

export interface Judgement {
  readonly state: 'previewed' | 'held' | 'quarantined' | 'refused' | 'duplicate'
  readonly reason: FileReason | null
  /** Whose content this is again. */
  readonly sameAs: number | null
  /** Of which this is a correction. */
  readonly supersedes: number | null
}

/** What is to become of a file, by what was read and what is imported already. */
export async function judgeReading(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  { reading, fileId }: { readonly reading: FileReading; readonly fileId: number },
): Promise<Judgement> {
  const alone = judgeAlone(reading)
  if (alone !== null) return { ...alone, sameAs: null, supersedes: null }
  const { rows } = await client.query<{ id: number; same: boolean }>(
    `select id, business_key = $2 as same from funds_file where scope_key = $1 and state = 'imported' and id <> $3 order by id desc`,
    [reading.scopeKey, reading.businessKey, fileId],
  )
  const same = rows.find((row) => row.same)
  if (same !== undefined) return { state: 'duplicate', reason: 'same_content', sameAs: same.id, supersedes: null }
  return { state: 'previewed', reason: null, sameAs: null, supersedes: rows[0]?.id ?? null }
}

function judgeAlone(reading: FileReading): Pick<Judgement, 'state' | 'reason'> | null {
  const { document, accounts, merchants } = reading
  if (document.verdict === 'reject') return { state: 'refused', reason: reading.unknownKind ? 'unknown_format' : 'unreadable' }
  if (reading.cardNumbers.count > 0) return { state: 'quarantined', reason: 'card_numbers' }
  if (accounts.some(({ bankAccountId }) => bankAccountId === null)) return { state: 'held', reason: 'unknown_account' }
  if (merchants.some(({ acquirer }) => acquirer === null)) return { state: 'held', reason: 'unknown_merchant' }
  if (reading.scopeKey === null) return { state: 'refused', reason: 'nothing_in_it' }
  return null
}
