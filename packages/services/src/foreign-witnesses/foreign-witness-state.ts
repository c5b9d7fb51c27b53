import { formatVerifierKey } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'
import { epochMs } from '../read-rows.ts'
import type { ForeignWitness } from './witness-settings.ts'

/** Why a witness did not sign, in a word that stays the same. */
export const witnessTroubles = [
  'unreachable',
  'timeout',
  /** It does not witness this log, or knows another key of it. */
  'unknown_log',
  'unknown_key',
  /** It has seen more of this log than is here. */
  'behind',
  /** It has seen another tree of the same size. */
  'two_roots',
  /** What it saw is not the beginning of what it was shown. */
  'inconsistent',
  /** Its answer does not carry its signature. */
  'bad_signature',
  'unexpected',
] as const
export type WitnessTrouble = (typeof witnessTroubles)[number]

/** What is known of a witness that is asked. */
export interface ForeignWitnessState extends ForeignWitness {
  /** Of the log when it last signed; 0 before the first time. */
  readonly size: bigint
  /** Of the checkpoint it signed last. */
  readonly signedAtMs: number | null
  readonly trouble: WitnessTrouble | null
}

/** Writes down who is on the list now. */
export async function listForeignWitnesses(
  { pool }: Pick<ServiceContext, 'pool'>,
  witnesses: readonly ForeignWitness[],
): Promise<void> {
  await pool.query(
    `with told as (
       insert into foreign_witness as w (key, name, url, listed) select u.key, u.name, u.url, true from unnest($1::text[], $2::text[], $3::text[]) u (key, name, url)
       on conflict (key) do update set url = excluded.url, listed = true where w.url <> excluded.url or not w.listed)
     update foreign_witness set listed = false where listed and key <> all($1)`,
    [witnesses.map(({ key }) => formatVerifierKey(key)), witnesses.map(({ key }) => key.name), witnesses.map(({ url }) => url)],
  )
}

export async function readForeignWitnesses(
  { pool }: Pick<ServiceContext, 'pool'>,
  witnesses: readonly ForeignWitness[],
): Promise<ForeignWitnessState[]> {
  const { rows } = await pool.query<{ key: string; size: string; signedAtMs: number | null; trouble: WitnessTrouble | null }>(
    `select key, size::text, ${epochMs('signed_at')} as "signedAtMs", trouble from foreign_witness where key = any($1)`,
    [witnesses.map(({ key }) => formatVerifierKey(key))],
  )
  return witnesses.map((witness) => {
    const row = rows.find(({ key }) => key === formatVerifierKey(witness.key))
    const { size = '0', signedAtMs = null, trouble = null } = row ?? {}
    return { ...witness, size: BigInt(size), signedAtMs, trouble }
  })
}
