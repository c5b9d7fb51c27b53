import { formatVerifierKey } from '@counterfoil/audit'
import { epochMs, type ReadRows } from '../read-rows.ts'
import type { WitnessTrouble } from './foreign-witness-state.ts'
import { hubWitnessKey } from './hub-witness-key.ts'

/** A witness outside of the chain. */
export interface ListedForeignWitness {
  readonly name: string
  readonly host: string
  readonly size: number
  readonly cosignedAtMs: number | null
  readonly trouble: WitnessTrouble | null
  readonly failingSinceMs: number | null
}

/** A log of others that this hub countersigns. */
export interface ListedWitnessedLog {
  readonly origin: string
  readonly size: number
  readonly cosignedAtMs: number
  readonly refusedAtMs: number | null
  /** Trees it signed and could not prove to continue what it had shown before. */
  readonly refusals: number
}

export interface ForeignWitnessing {
  readonly witnesses: readonly ListedForeignWitness[]
  readonly logs: readonly ListedWitnessedLog[]
  /** By which others check what this hub signs as a witness; null until it has a key. */
  readonly ownKey: string | null
}

const MOST_LISTED = 100

export async function readForeignWitnessing(rows: ReadRows, origin: string): Promise<ForeignWitnessing> {
  const witnesses = await rows<ListedForeignWitness & { url: string }>(
    `select name, url, size::float8 as size, ${epochMs('cosigned_at')} as "cosignedAtMs", trouble, ${epochMs('failing_since')} as "failingSinceMs"
     from foreign_witness where listed order by name, key limit ${MOST_LISTED}`,
  )
  const logs = await rows<ListedWitnessedLog>(
    `select l.origin, l.size::float8 as size, ${epochMs('l.cosigned_at')} as "cosignedAtMs", ${epochMs('l.refused_at')} as "refusedAtMs",
       (select count(*)::int4 from witnessed_log_refusal r where r.origin = l.origin) as refusals
     from witnessed_log l order by l.origin limit ${MOST_LISTED}`,
  )
  const [key] = await rows<{ publicKey: Buffer }>(
    `select public_key as "publicKey" from server_key where kind = 'checkpoints' order by current_since desc limit 1`,
  )
  return {
    witnesses: witnesses.map(({ url, ...witness }) => ({ ...witness, host: new URL(url).host })),
    logs,
    ownKey: key === undefined || origin === '' ? null : formatVerifierKey(hubWitnessKey(origin, key.publicKey)),
  }
}
