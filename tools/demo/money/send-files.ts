import { Readable } from 'node:stream'
import type { ServiceContext } from '@counterfoil/services'
import { confirmFile, receiveFile } from '@counterfoil/services/funds/files'
import type { SentFile } from './make-statement.ts'

type Context = Pick<ServiceContext, 'pool' | 'newId'>

const actor = { kind: 'system', name: 'demo' } as const

/** Hands a file to the hub as of the time it would have come; one that came before the process was ended is not sent again. */
export async function sendFile(ctx: Context, { name, bytes }: SentFile, source: string, atMs: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ sourceId: number | null; here: boolean }>(
    `select (select id from funds_source where name = $2) as "sourceId", exists (select from funds_file where name = $1 and received_via = 'demo') as here`,
    [name, source],
  )
  const [found] = rows
  if (found === undefined || found.here) return
  await receiveFile(
    { ...ctx, actor, now: () => new Date(atMs) },
    { name, via: 'demo', content: Readable.from([bytes]), sourceId: found.sourceId ?? undefined },
  )
}

/** Agrees, as somebody in the chain would, to files that the hub has read with a warning. */
export async function agreeToFiles(ctx: Context, nowMs: () => number): Promise<void> {
  const { rows } = await ctx.pool.query<{ id: number }>(
    `select id::float8 as id from funds_file where received_via = 'demo' and state = 'previewed' and decided_at is null order by id`,
  )
  for (const { id } of rows) await confirmFile({ ...ctx, actor, now: () => new Date(nowMs()) }, { id })
}
