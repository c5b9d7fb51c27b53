import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import { alarmsWithin } from './alarms-within.ts'
import {
  type CardAlarmRecord,
  cardAlarmColumns,
  cardAlarmJoin,
  type ListedCardAlarm,
  toListedCardAlarm,
} from './card-alarm-row.ts'
import { OPENING_LIFETIME_MS } from './opening.ts'

export const GetCardAlarmInput = z.strictObject({ id: z.uuid() })
export type GetCardAlarmInput = z.infer<typeof GetCardAlarmInput>

/** Somebody's wish to look into an alarm, and what became of it. */
export interface CardAlarmOpening {
  readonly id: string
  readonly askedBy: { readonly id: string; readonly name: string }
  readonly askedAtMs: number
  readonly why: string
  readonly approvedBy: { readonly id: string; readonly name: string } | null
  readonly approvedAtMs: number | null
  readonly openedAtMs: number | null
  /** `asked` waits for another person, `approved` for the server's command line; both for 60 minutes. */
  readonly state: 'asked' | 'approved' | 'opened' | 'expired'
}

export interface CardAlarmDetail extends ListedCardAlarm {
  /** How many finds are kept sealed; an agent that cut a number itself sends none. */
  readonly sealed: number
  /** Start, end, cause and fix (PCI DSS 10.7.3). */
  readonly startedAtMs: number
  readonly endedAtMs: number | null
  readonly cause: string | null
  readonly fix: string | null
  readonly closedAtMs: number | null
  readonly closedBy: string | null
  readonly openings: readonly CardAlarmOpening[]
}

interface DetailRecord extends CardAlarmRecord {
  readonly sealed: number
  readonly startedAtMs: number
  readonly endedAtMs: number | null
  readonly cause: string | null
  readonly fix: string | null
  readonly closedAtMs: number | null
  readonly closedBy: string | null
}

/** One alarm with what was done about it. Throws `not_found`. */
export async function getCardAlarm(ctx: ServiceContext, { id }: GetCardAlarmInput): Promise<CardAlarmDetail> {
  const within = alarmsWithin(ctx, 2)
  return readTogether(ctx, async (ask) => {
    const [record] = await ask<DetailRecord>(
      `select ${cardAlarmColumns}, (select count(*)::int4 from card_alarm_content n where n.alarm_id = c.id and n.sealed is not null) as sealed,
         ${epochMs('c.started_at')} as "startedAtMs", ${epochMs('c.ended_at')} as "endedAtMs", c.cause, c.fix,
         ${epochMs('c.closed_at')} as "closedAtMs", closer.name as "closedBy"
       from ${cardAlarmJoin} left join "user" closer on closer.id = c.closed_by where c.id = $1 and ${within.text}`,
      id,
      ...within.values,
    )
    if (record === undefined) throw noSuchAlarm(id)
    const { sealed, startedAtMs, endedAtMs, cause, fix, closedAtMs, closedBy, ...listed } = record
    const openings = await readOpenings(ask, id, ctx.now().getTime())
    const told = { sealed, startedAtMs, endedAtMs, cause, fix, closedAtMs, closedBy }
    return { ...toListedCardAlarm(listed), ...told, openings }
  })
}

export function noSuchAlarm(id: string): ServiceError {
  return new ServiceError('not_found', `There is no card alarm ${id}.`)
}

interface OpeningRecord extends Omit<CardAlarmOpening, 'askedBy' | 'approvedBy' | 'state'> {
  readonly askedById: string
  readonly askedByName: string
  readonly approvedById: string | null
  readonly approvedByName: string | null
}

async function readOpenings(ask: ReadRows, alarmId: string, nowMs: number): Promise<CardAlarmOpening[]> {
  const rows = await ask<OpeningRecord>(
    `select o.id::text as id, ${epochMs('o.asked_at')} as "askedAtMs", o.why, ${epochMs('o.approved_at')} as "approvedAtMs",
       ${epochMs('o.opened_at')} as "openedAtMs", o.asked_by as "askedById", asker.name as "askedByName",
       o.approved_by as "approvedById", approver.name as "approvedByName"
     from card_alarm_opening o join "user" asker on asker.id = o.asked_by left join "user" approver on approver.id = o.approved_by
     where o.alarm_id = $1 order by o.asked_at desc limit 50`,
    alarmId,
  )
  return rows.map(({ askedById, askedByName, approvedById, approvedByName, ...opening }) => ({
    ...opening,
    askedBy: { id: askedById, name: askedByName },
    approvedBy: approvedById === null ? null : { id: approvedById, name: approvedByName ?? '' },
    state: stateOf(opening, nowMs),
  }))
}

function stateOf(
  { askedAtMs, approvedAtMs, openedAtMs }: Pick<CardAlarmOpening, 'askedAtMs' | 'approvedAtMs' | 'openedAtMs'>,
  nowMs: number,
): CardAlarmOpening['state'] {
  if (openedAtMs !== null) return 'opened'
  if (nowMs - (approvedAtMs ?? askedAtMs) > OPENING_LIFETIME_MS) return 'expired'
  return approvedAtMs === null ? 'asked' : 'approved'
}
