import type { KeyObject } from 'node:crypto'
import { publicKeyObject } from '@counterfoil/audit'
import type { ServiceContext } from '../context.ts'

export interface FoundAgent {
  readonly id: number
  /** What the agent calls itself on the wire. */
  readonly uid: string
  readonly storeId: number
  readonly name: string
  readonly state: 'active' | 'revoked'
  readonly epoch: number
  readonly version: string
  readonly key: KeyObject
}

/** The agent of that uid with its key ready for checking, or null. */
export async function findAgent(ctx: Pick<ServiceContext, 'pool'>, uid: string): Promise<FoundAgent | null> {
  const { rows } = await ctx.pool.query<Omit<FoundAgent, 'key'> & { publicKey: Buffer }>(
    'select id, uid, store_id as "storeId", name, state, epoch, version, public_key as "publicKey" from agent where uid = $1',
    [uid],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { publicKey, ...agent } = row
  return { ...agent, key: publicKeyObject(publicKey.toString('base64')) }
}
