import type pg from 'pg'
import type { AuditAction } from '../../audit/index.ts'
import { recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import type { Resolution } from './resolution.ts'

export interface ExceptionAct {
  readonly key: string
  readonly act: 'note' | 'assign' | 'propose' | 'approve' | 'reject' | 'resolve' | 'reopen'
  readonly action: AuditAction
  readonly body: string
  readonly resolution?: Resolution
  readonly after?: object
}

/** What a person did about an exception: kept with it, in the log, and told to open pages. */
export async function writeAct(
  client: pg.ClientBase,
  ctx: Omit<ServiceContext, 'db'>,
  by: string,
  { key, act, action, body, resolution, after = {} }: ExceptionAct,
): Promise<void> {
  await client.query(
    'insert into funds_exception_act (id, key, act, resolution, body, by_user, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [ctx.newId(), key, act, resolution ?? null, body, by, ctx.now()],
  )
  await recordAct(ctx, client, {
    action,
    target: { type: 'funds_exception', id: key },
    after: { ...after, ...(resolution === undefined ? {} : { resolution }) },
    personal: { body },
  })
  await client.query(`select pg_notify('counterfoil_changes', $1)`, [JSON.stringify({ entity: 'funds', id: 'exception' })])
  // What was given up, or is asked for again, moves payments, and a missing file that is settled lets speak what it silenced: a run says so.
  if (act === 'reopen' || resolution === 'written_off' || (resolution !== undefined && key.startsWith('FILE_MISSING ')))
    await client.query(`select pg_notify('counterfoil_changes', $1)`, [JSON.stringify({ entity: 'funds_file', id: 'exception' })])
}
