import { canonicalJson, chainHashes, GENESIS_HEAD } from '@counterfoil/audit'
import { addUp, type BusinessCalendar, dayKey, minuteKey, type SalesSum } from '@counterfoil/services/ingest'
import { LaneBook, StoreRefold } from '@counterfoil/services/rebuild'
import { type ConditionInterval, type MemoryDatabase, streamKey } from '@counterfoil/services/testing'
import type { Checker } from './checker.ts'
import type { StoreSite } from './faults.ts'
import { partedAt } from './parted-at.ts'

export interface EndOptions {
  readonly database: MemoryDatabase
  readonly checker: Checker
  readonly calendar: BusinessCalendar
  readonly sites: readonly StoreSite[]
}

/** Halts that a copied or put back disk may rightly end in; of the last two nothing more is heard until a person has looked. */
const ALARMS: readonly string[] = ['fork', 'ahead', 'disk_reset', 'cloned']
const SHUT_OUT: readonly string[] = ['disk_reset', 'cloned']
const TOLD: readonly string[] = ['fork', 'agent.behind', 'agent.disk_reset', 'agent.cloned']

/** After everything has healed: all is delivered or loudly told, no card number is anywhere, and the figures are the events'. */
export function judgeEnd(options: EndOptions): void {
  options.checker.look()
  for (const { pc } of options.sites) judgePc(options, pc)
  judgeCardNumbers(options)
  judgeRebuild(options)
}

function judgePc({ database, checker }: EndOptions, pc: StoreSite['pc']): void {
  const { name, agentId } = pc.options
  const { outbox } = pc
  if (outbox === undefined) {
    checker.fail('end', `${name} does not run after everything has healed`)
    return
  }
  const { highWater } = database.streams.get(streamKey(agentId, outbox.epoch)) ?? { highWater: 0 }
  const { code } = pc.status
  if (ALARMS.includes(code) && !pc.tainted) checker.fail('I5', `${name} raises ${code} though nobody copied or put back its disk`)
  if (SHUT_OUT.includes(code) && pc.tainted) {
    judgeTold({ database, checker }, pc)
    return
  }
  if (partedAt(database, agentId, outbox) === undefined) {
    const left = outbox.lastSeq() - highWater
    if (left > 0) checker.fail('I1', `${name} still has ${left} undelivered events (${code})`)
    else if (!pc.tainted) for (const what of pc.tally.judge(database, agentId)) checker.fail('I5', `${name}: ${what}`)
    return
  }
  if (!ALARMS.includes(code)) checker.fail('I5', `${name} differs from the hub and says ${code}`)
  judgeTold({ database, checker }, pc)
}

function judgeTold({ database, checker }: Pick<EndOptions, 'database' | 'checker'>, pc: StoreSite['pc']): void {
  const { name, agentId } = pc.options
  if (!database.notes.some((note) => note.agentId === agentId && TOLD.includes(note.kind)))
    checker.fail('I5', `${name} differs from the hub and the hub's record does not tell`)
}

/** I9: no run of 13 to 19 digits in any text that passes the card numbers' own check. */
function judgeCardNumbers({ database, checker }: EndOptions): void {
  // Numbers of the envelope (milliseconds since 1970) stand after a colon; text does not.
  for (const rows of database.events.values())
    for (const { agentId, seq, body } of rows)
      for (const [, digits = ''] of body.matchAll(/[^:\d](\d{13,19})(?!\d)/g))
        if (passesLuhn(digits)) checker.fail('I9', `event ${agentId}/${seq} holds what may be a card number`)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.at(-1 - index))
    const doubled = digit * 2
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** I10: chains end in their heads, and every projection is what the rebuild makes of the events, in the order they were counted. */
function judgeRebuild({ database, checker, calendar }: EndOptions): void {
  for (const [key, rows] of database.events) {
    const bodies = rows.map(({ body }) => body)
    const head = Buffer.from(chainHashes(GENESIS_HEAD, bodies).subarray(-32))
    if (bodies.length > 0 && !head.equals(database.streams.get(key)?.head ?? GENESIS_HEAD))
      checker.fail('I10', `the chain of ${key} does not end in its head`)
  }
  const rebuilt = rebuildTables(database, calendar)
  for (const [table, again] of Object.entries(rebuilt)) {
    const held = database[table as keyof typeof rebuilt]
    if (textOf(held) !== textOf(again)) checker.fail('I10', `${table} are not what their events give`)
  }
}

function rebuildTables(database: MemoryDatabase, calendar: BusinessCalendar) {
  const payments = new Map<string, object>()
  const minutes: SalesSum[] = []
  const days: SalesSum[] = []
  const conditions = new Map<number, ConditionInterval[]>()
  for (const store of database.registry.stores.values()) {
    const refold = new StoreRefold({ store, calendar, lanes: new LaneBook(database.registry.lanesOf(store.id), []) })
    const events = database.batches.flatMap((batch, nth) =>
      batch.storeId === store.id ? batch.events.map((event) => ({ ...event, recordedAtMs: nth })) : [],
    )
    const rows = refold.take(events, StoreRefold.read(events).reads, new Map())
    for (const { recordedAtMs: _, updatedAtMs: __, ...payment } of rows.payments)
      payments.set(`${store.id}/${payment.id}`, payment)
    minutes.push(...rows.minutes)
    days.push(...rows.days)
    for (const { recordedAtMs: _, ...interval } of [...rows.conditions, ...refold.open.values()])
      conditions.set(interval.terminalId, [...(conditions.get(interval.terminalId) ?? []), interval])
  }
  const byKey = (sums: readonly SalesSum[], keyOf: (sum: SalesSum) => string) =>
    new Map(addUp(sums, keyOf).map((sum) => [keyOf(sum), sum]))
  return { payments, minutes: byKey(minutes, minuteKey), days: byKey(days, dayKey), conditions }
}

/** Rows as text, in order. The day of a minute's row and the minute of a day's are no part of them. */
function textOf(table: ReadonlyMap<string | number, object>): string {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1))
  return canonicalJson(
    rows.map(([key, row]) => [key, 'minuteMs' in row ? { ...row, minuteMs: 0, businessDate: '', recordedMinuteMs: 0 } : row]),
  )
}
