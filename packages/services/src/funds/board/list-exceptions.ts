import { EXCEPTION_CODES } from '@counterfoil/settlement/funds'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { readTogether } from '../../read-rows.ts'
import {
  type ExceptionRecord,
  exceptionColumns,
  exceptionJoin,
  type ListedException,
  severityRank,
  toListedException,
} from './exception-row.ts'
import { exceptionsWithin } from './exceptions-within.ts'

const codes = Object.keys(EXCEPTION_CODES) as [string, ...string[]]

export const ListExceptionsInput = z.strictObject({
  /** `waiting`: for somebody to act; `to_approve`: proposed by one person; `closed_today`: by evidence, in the last 24 hours. */
  view: z.enum(['waiting', 'to_approve', 'closed_today', 'silenced', 'all']).default('waiting'),
  code: z.enum(codes).nullish(),
  acquirer: z.string().min(1).max(80).nullish(),
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(1_000).default(50),
})
export type ListExceptionsInput = z.infer<typeof ListExceptionsInput>

export interface ExceptionPage {
  readonly exceptions: readonly ListedException[]
  readonly more: boolean
  readonly counts: {
    readonly waiting: number
    readonly toApprove: number
    readonly closedToday: number
    readonly silenced: number
  }
}

const conditions = {
  waiting: `e.state in ('open', 'proposed') and e.severity <> 'info'`,
  to_approve: `e.state = 'proposed'`,
  closed_today: `e.state = 'closed' and e.closed_at > $1::timestamptz - interval '24 hours'`,
  silenced: `e.state = 'silenced'`,
  all: 'true',
} as const

/** Exceptions in reach, the worst and largest first. */
export async function listExceptions(ctx: ServiceContext, input: ListExceptionsInput): Promise<ExceptionPage> {
  const { view, code = null, acquirer = null, offset, limit } = input
  const now = ctx.now()
  return readTogether(ctx, async (rows) => {
    const within = exceptionsWithin(ctx, 6)
    const found = await rows<ExceptionRecord>(
      `select ${exceptionColumns} from ${exceptionJoin}
       where ${conditions[view]} and $1::timestamptz is not null and ($2::text is null or e.code = $2)
         and ($3::text is null or e.acquirer = $3) and ${within.text}
       order by ${severityRank}, abs(e.amount_minor) desc, e.opened_at, e.key limit $4 offset $5`,
      now,
      code,
      acquirer,
      limit + 1,
      offset,
      ...within.values,
    )
    const counted = exceptionsWithin(ctx, 2)
    const [counts] = await rows<ExceptionPage['counts']>(
      `select (count(*) filter (where ${conditions.waiting}))::int4 as waiting,
              (count(*) filter (where ${conditions.to_approve}))::int4 as "toApprove",
              (count(*) filter (where ${conditions.closed_today}))::int4 as "closedToday",
              (count(*) filter (where ${conditions.silenced}))::int4 as silenced
       from ${exceptionJoin} where ${counted.text}
         and (e.state in ('open', 'proposed', 'silenced') or e.closed_at > $1::timestamptz - interval '24 hours')`,
      now,
      ...counted.values,
    )
    return {
      exceptions: found.slice(0, limit).map(toListedException),
      more: found.length > limit,
      counts: counts ?? { waiting: 0, toApprove: 0, closedToday: 0, silenced: 0 },
    }
  })
}
