import { randomInt } from 'node:crypto'
import { JOIN_CODE_ALPHABET } from '@counterfoil/protocol'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { Actor, ServiceContext } from '../context.ts'
import { type DeviceState, deviceMay } from '../devices/lifecycle.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { hashJoinSecret, splitJoinCode } from './join-code-secret.ts'

export interface CreatedJoinCode {
  /** Shown once; only its hash is kept. */
  readonly code: string
  readonly expiresAt: Date
}

const CODE_LENGTH = 10
const GOOD_FOR_MS = 30 * 60_000
const MOST_TRIES = 20

/** Makes a code with which one agent may join the store within 30 minutes, or as long as said. `not_found` for an unknown or closed store. */
export async function createJoinCode(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  storeId: number,
  chooseBelow: (limit: number) => number = randomInt,
  goodForMs = GOOD_FOR_MS,
  deviceId: number | null = null,
): Promise<CreatedJoinCode> {
  const now = ctx.now()
  const store = await ctx.pool.query('select from store where id = $1 and (closed_on is null or closed_on > $2)', [storeId, now])
  if (store.rowCount === 0)
    throw new ServiceError('not_found', `There is no open store with the number ${storeId}, so no agent can join it.`)
  if (deviceId !== null) await demandPc(ctx, storeId, deviceId)
  const expiresAt = new Date(now.getTime() + goodForMs)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const code = Array.from({ length: CODE_LENGTH }, () => JOIN_CODE_ALPHABET[chooseBelow(JOIN_CODE_ALPHABET.length)]).join('')
    const { locator, secret } = splitJoinCode(code)
    // A locator serves again when its code is used, dead or over.
    const hash = await hashJoinSecret(locator, secret)
    const isMade = await inTransaction(ctx, async (client) => {
      const { rowCount } = await client.query(
        `insert into join_code as j (locator, secret_hash, store_id, created_by, created_at, expires_at, device_id) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (locator) do update set secret_hash = excluded.secret_hash, store_id = excluded.store_id, created_by = excluded.created_by,
           created_at = excluded.created_at, expires_at = excluded.expires_at, wrong_tries = 0, used_at = null, agent_id = null, device_id = excluded.device_id
         where j.used_at is not null or j.expires_at < excluded.created_at or j.wrong_tries >= 5`,
        [locator, hash, storeId, actorText(ctx.actor), now, expiresAt, deviceId],
      )
      if (rowCount !== 1) return false
      const after = { storeId, expiresAt: expiresAt.getTime(), ...(deviceId === null ? {} : { deviceId }) }
      await recordAct(ctx, client, { action: 'join_code.made', target: { type: 'join_code', id: locator }, after })
      return true
    })
    if (isMade) return { code, expiresAt }
  }
  throw new ServiceError(
    'too_many',
    'Too many join codes are open. Wait until some have expired (30 minutes at most) and try again.',
  )
}

/** A code for one PC is made only while that PC may come. */
async function demandPc({ pool }: Pick<ServiceContext, 'pool'>, storeId: number, deviceId: number): Promise<void> {
  const { rows } = await pool.query<{ state: DeviceState }>(
    `select state from device where id = $1 and kind = 'agent_pc' and store_id = $2`,
    [deviceId, storeId],
  )
  const pc = rows[0]
  if (pc === undefined)
    throw new ServiceError('not_found', `The store has no PC with the number ${deviceId}.`, { reason: 'no_device' })
  if (deviceMay[pc.state].enrol) return
  throw new ServiceError('conflict', `In the state ${pc.state} this PC may not enrol.`, { reason: `state_${pc.state}` })
}

function actorText(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.id}`
    case 'token':
    case 'screen':
    case 'agent':
      return `${actor.kind}:${actor.id}`
    case 'system':
      return `system:${actor.name}`
  }
}
