import type { KeyObject } from 'node:crypto'
import { publicKeyObject } from '@counterfoil/audit'
import type { JoinState } from '../agent-sessions/judge-join.ts'
import type { ServiceContext } from '../context.ts'

export interface FoundAgent {
  readonly id: number
  /** What the agent calls itself on the wire. */
  readonly uid: string
  readonly storeId: number
  readonly name: string
  /** `locked`: two machines were seen with its identity; nothing of either is heard until a person has looked. */
  readonly state: 'active' | 'revoked' | 'locked'
  readonly epoch: number
  /** The store has an agent of a later epoch: perhaps this one, enrolled again. */
  readonly outlived: boolean
  readonly version: string
  readonly key: KeyObject
  /** Raw key, base64. */
  readonly publicKey: string
  /** The key to come: takes over with the first greeting it signs. */
  readonly nextKey: { readonly key: KeyObject; readonly publicKey: string } | null
  readonly keySinceMs: number
  /** Somebody asked for a new key. */
  readonly keyWanted: boolean
  readonly join: JoinState
  /** How long ago its last greeting was let in; null before the first. */
  readonly greetedMsAgo: number | null
}

interface AgentRow extends Omit<FoundAgent, 'key' | 'publicKey' | 'nextKey' | 'join'>, JoinState {
  readonly publicKey: Buffer
  readonly nextPublicKey: Buffer | null
}

const QUERY = `
select a.id, a.uid, a.store_id as "storeId", a.name, a.state, a.epoch, a.version,
  exists (select from agent later where later.store_id = a.store_id and later.epoch > a.epoch) as outlived, a.public_key as "publicKey",
  a.next_public_key as "nextPublicKey", (extract(epoch from a.key_since) * 1000)::float8 as "keySinceMs", a.key_wanted as "keyWanted",
  coalesce(j.confirmed, 0) as confirmed, coalesce(j.offered, 0) as offered, j.last_boot as "lastBoot",
  j.previous_boot as "previousBoot", j.stale_boot as "staleBoot", coalesce(j.stale_count, 0) as "staleCount",
  (extract(epoch from clock_timestamp() - j.greeted_at) * 1000)::float8 as "greetedMsAgo"
from agent a left join agent_join j on j.agent_id = a.id where a.uid = $1`

/** The agent of that uid with its keys ready for checking, or null. */
export async function findAgent(ctx: Pick<ServiceContext, 'pool'>, uid: string): Promise<FoundAgent | null> {
  const { rows } = await ctx.pool.query<AgentRow>({ name: 'find-agent', text: QUERY, values: [uid] })
  const row = rows[0]
  if (row === undefined) return null
  const { publicKey, nextPublicKey, confirmed, offered, lastBoot, previousBoot, staleBoot, staleCount, ...agent } = row
  const join: JoinState = { confirmed, offered, lastBoot, previousBoot, staleBoot, staleCount }
  const nextKey = nextPublicKey === null ? null : readKey(nextPublicKey)
  return { ...agent, ...readKey(publicKey), nextKey, join }
}

function readKey(raw: Buffer): { readonly key: KeyObject; readonly publicKey: string } {
  const publicKey = raw.toString('base64')
  return { key: publicKeyObject(publicKey), publicKey }
}
