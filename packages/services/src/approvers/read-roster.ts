import { Roster } from '@counterfoil/protocol'
import type { Queryable } from '../audit/read-tree.ts'

export interface KeptRoster {
  readonly number: number
  /** Exactly as agents are told. */
  readonly text: string
  readonly hash: Buffer
  readonly roster: Roster
  readonly proposedBy: string
  readonly proposedAt: Date
  readonly inForceSince: Date | null
}

interface RosterRow extends Omit<KeptRoster, 'roster'> {}

const COLUMNS = `number, roster as text, hash, proposed_by as "proposedBy", proposed_at as "proposedAt", in_force_since as "inForceSince"`

/** The list agents are told; null before the first. */
export async function readRosterInForce(client: Queryable): Promise<KeptRoster | null> {
  return readOne(client, `select ${COLUMNS} from approver_roster where in_force_since is not null order by number desc limit 1`)
}

/** The one that waits for two people's word. */
export async function readPendingRoster(client: Queryable): Promise<KeptRoster | null> {
  return readOne(client, `select ${COLUMNS} from approver_roster where in_force_since is null`)
}

async function readOne(client: Queryable, sql: string): Promise<KeptRoster | null> {
  const { rows } = await client.query<RosterRow>(sql)
  const [row] = rows
  return row === undefined ? null : { ...row, roster: Roster.parse(JSON.parse(row.text)) }
}
