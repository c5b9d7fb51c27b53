import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { refuseDuplicates } from './refuse-duplicates.ts'
import { RegisterDeviceInput, registerWithin } from './register-device.ts'

/** A word of the program's own for one request, the same when it asks again. */
export const RequestKey = z.string().regex(/^[\x21-\x7e]{8,200}$/)

export interface DeliveredDevice {
  readonly id: number
  /** The same was asked before, and is done once. */
  readonly again: boolean
}

/**
 * Registers a device as a program asks it, which may ask twice because it never heard the answer: the same key means the same device,
 * for ever. Throws `conflict` for a key that was given with something else, or a serial that is known already.
 */
export async function deliverDevice(ctx: ServiceContext, key: string, input: RegisterDeviceInput): Promise<DeliveredDevice> {
  const parsed = RegisterDeviceInput.parse(input)
  if (ctx.actor.kind !== 'token') throw new ServiceError('forbidden', 'Programs register devices so, with a token.')
  const sha256 = (text: string) => createHash('sha256').update(text).digest()
  const request = { key: sha256(`${ctx.actor.id} ${RequestKey.parse(key)}`), hash: sha256(JSON.stringify(parsed)) }
  return refuseDuplicates(() =>
    inTransaction(ctx, async (client) => {
      // Of two that come at once with one key, the second waits for the first and finds its device.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`device ${request.key.toString('hex')}`])
      const { rows } = await client.query<{ id: number; same: boolean }>(
        'select id, request_hash = $2 as same from device where request_key = $1',
        [request.key, request.hash],
      )
      const [before] = rows
      if (before === undefined) return { id: await registerWithin(ctx, client, parsed, request), again: false }
      if (before.same) return { id: before.id, again: true }
      throw new ServiceError('conflict', 'This key was given before with something else. Make a new one for each request.', {
        reason: 'key_used_otherwise',
      })
    }),
  )
}
