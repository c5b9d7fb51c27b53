import { notifyChange } from '@counterfoil/db/connections'
import type { ServiceContext } from '../context.ts'
import type { DestinationKind } from './destination-address.ts'

/** A test that somebody asked for. */
export interface Trial {
  readonly id: string
  readonly name: string
  readonly kind: DestinationKind
  readonly askedAt: Date
}

const HELD_MS = 30_000

/** Those that nobody has sent yet, for whoever asks first. */
export async function claimTrials({ pool, now }: Pick<ServiceContext, 'pool' | 'now'>): Promise<Trial[]> {
  const at = now()
  const { rows } = await pool.query<Trial>(
    `update alert_destination set test_held_until = $2 where id in (select id from alert_destination
       where removed_at is null and test_asked_at is not null and (tested_at is null or tested_at < test_asked_at)
         and (test_held_until is null or test_held_until <= $1) for update skip locked)
     returning id, name, kind, test_asked_at as "askedAt"`,
    [at, new Date(at.getTime() + HELD_MS)],
  )
  return rows
}

/** What came of it; null when it was taken. */
export async function noteTrial(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  { id, askedAt }: Trial,
  trouble: string | null,
): Promise<void> {
  await pool.query(
    'update alert_destination set tested_at = greatest($2, $3::timestamptz), test_trouble = $4, test_held_until = null where id = $1',
    [id, now(), askedAt, trouble?.slice(0, 80) ?? null],
  )
  await notifyChange(pool, { entity: 'alert', id: 'destinations' })
}
