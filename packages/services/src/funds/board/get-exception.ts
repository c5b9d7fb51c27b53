import { EXCEPTION_CODES } from '@counterfoil/settlement/funds'
import { z } from 'zod'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { epochMs, readTogether } from '../../read-rows.ts'
import { findSecondPerson, type SecondPerson } from '../exceptions/second-person.ts'
import { PROPOSED } from '../links/sure-links.ts'
import { CARRIED } from '../run/carry-links.ts'
import {
  type ExceptionRecord,
  exceptionColumns,
  exceptionJoin,
  type ListedException,
  toListedException,
} from './exception-row.ts'
import { exceptionsWithin } from './exceptions-within.ts'

export const GetExceptionInput = z.strictObject({ key: z.string().min(1).max(1_000) })
export type GetExceptionInput = z.infer<typeof GetExceptionInput>

export interface ExceptionAct {
  readonly id: string
  readonly act: 'note' | 'assign' | 'propose' | 'approve' | 'reject' | 'resolve' | 'reopen'
  readonly resolution: string | null
  readonly body: string
  readonly byId: string
  readonly byName: string
  readonly atMs: number
}

export interface ExceptionProposal {
  /** Its key. */
  readonly link: string
  readonly from: string
  readonly to: string
  /** Who waits for a second person, and why; null where a run proposes it. */
  readonly by: { readonly id: string; readonly name: string; readonly reason: string } | null
  /** Whose link by hand it was, before another payout took the place of the one it was made of; null where it is none of those. */
  readonly carried: { readonly name: string; readonly reason: string; readonly atMs: number; readonly payout: string } | null
}

/** One exception with what it is about and what people did. */
export interface ExceptionDetail extends ListedException {
  readonly owner: (typeof EXCEPTION_CODES)[keyof typeof EXCEPTION_CODES]['owner']
  readonly nextStep: string
  readonly silencedBy: string | null
  readonly payments: readonly string[]
  readonly lines: readonly { readonly id: string; readonly file: string; readonly line: number }[]
  readonly payouts: readonly {
    readonly id: string
    readonly batch: string
    readonly dueOn: string
    readonly amountMinor: number
    readonly references: readonly string[]
  }[]
  readonly bankLines: readonly {
    readonly id: string
    readonly bookedOn: string
    readonly amountMinor: number
    readonly text: string
  }[]
  /** What is proposed of these rows: payout to bank line, or payment to line of a file. Those of people first. */
  readonly proposals: readonly ExceptionProposal[]
  readonly acts: readonly ExceptionAct[]
  /** Why whoever ends it only proposes so; null where one person may, or it is not theirs to end any more. */
  readonly second: SecondPerson | null
}

/** Throws `not_found`, also for what is out of reach. */
export async function getException(ctx: ServiceContext, { key }: GetExceptionInput): Promise<ExceptionDetail> {
  return readTogether(ctx, async (rows) => {
    const within = exceptionsWithin(ctx, 2)
    const [found] = await rows<ExceptionRecord & { silencedBy: string | null; payments: string[] }>(
      `select ${exceptionColumns}, e.silenced_by as "silencedBy", e.payments[1:200]::text[] as payments from ${exceptionJoin} where e.key = $1 and ${within.text}`,
      key,
      ...within.values,
    )
    if (found === undefined) throw new ServiceError('not_found', 'There is no such exception, or it is not within your reach.')
    const { silencedBy, payments, ...record } = found
    const listed = toListedException(record)
    const { owner, nextStep } = EXCEPTION_CODES[listed.code]
    const mayEnd = listed.state === 'open' || listed.state === 'silenced'
    return {
      ...listed,
      owner,
      nextStep,
      silencedBy,
      payments,
      lines: await rows(
        `select l.file_id || ':' || l.position as id, f.name as file, l.line
         from funds_exception e cross join unnest(e.lines[1:200]) id
         join settlement_line l on l.file_id = split_part(id, ':', 1)::int8 and l.position = split_part(id, ':', 2)::int4
         join funds_file f on f.id = l.file_id where e.key = $1 order by l.file_id, l.position`,
        key,
      ),
      payouts: await rows(
        `select p.id::text as id, p.batch, p.due_on::text as "dueOn", p.amount_minor::float8 as "amountMinor", p.reference_texts as references
         from funds_exception e join payout p on p.id = any(e.payouts[1:200]) where e.key = $1 order by p.id`,
        key,
      ),
      bankLines: await rows(
        `select b.file_id || ':' || b.position as id, b.booked_on::text as "bookedOn", b.amount_minor::float8 as "amountMinor", b.text
         from funds_exception e cross join unnest(e.bank_lines[1:200]) id
         join bank_line b on b.file_id = split_part(id, ':', 1)::int8 and b.position = split_part(id, ':', 2)::int4
         where e.key = $1 order by b.file_id, b.position`,
        key,
      ),
      proposals: await rows(PROPOSALS, key),
      acts: await rows<ExceptionAct>(
        `select a.id, a.act, a.resolution, a.body, a.by_user as "byId", u.name as "byName", ${epochMs('a.at')} as "atMs"
         from funds_exception_act a join "user" u on u.id = a.by_user where a.key = $1 order by a.at, a.id`,
        key,
      ),
      second: mayEnd ? await findSecondPerson(rows, listed) : null,
    }
  })
}

const PROPOSALS = `select a.key as link, a.from_id as "from", a.to_id as "to",
    case when a.rule = 'hand' then jsonb_build_object('id', a.made_by, 'name', coalesce(u.name, a.made_by), 'reason', coalesce(a.evidence->>'reason', '')) end as by,
    case when a.rule = '${CARRIED.id}' then (
      select jsonb_build_object('name', coalesce(w.name, o.made_by), 'reason', coalesce(o.evidence->>'reason', ''), 'atMs', ${epochMs('o.made_at')}, 'payout', o.from_id)
      from funds_allocation o left join "user" w on w.id = o.made_by where o.key = a.evidence->>'link') end as carried
  from funds_exception e cross join lateral (
    select o.key from unnest(e.payouts[1:200]::text[] || e.payments[1:200]::text[]) id join funds_allocation o on o.from_id = id
    union select o.key from unnest(e.lines[1:200] || e.bank_lines[1:200]) id join funds_allocation o on o.to_id = id) named
  join funds_allocation a on a.key = named.key left join "user" u on u.id = a.made_by
  where e.key = $1 and ${PROPOSED} order by a.rule <> 'hand', a.key`
