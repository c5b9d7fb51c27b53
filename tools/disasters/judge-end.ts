import { chainHashes, GENESIS_HEAD } from '@counterfoil/audit'
import {
  type BusinessCalendar,
  type Envelope,
  foldBatch,
  groupRows,
  type PlacedEvent,
  readEvent,
} from '@counterfoil/services/ingest'
import { MemoryDatabase, streamKey } from '@counterfoil/services/testing'
import type { Checker } from './checker.ts'
import type { StoreSite } from './faults.ts'
import { partedAt } from './parted-at.ts'

export interface EndOptions {
  readonly database: MemoryDatabase
  readonly checker: Checker
  readonly calendar: BusinessCalendar
  readonly sites: readonly StoreSite[]
}

const ALARMS: readonly string[] = ['fork', 'ahead']

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
  if (partedAt(database, agentId, outbox) === undefined) {
    const left = outbox.lastSeq() - highWater
    if (left > 0) checker.fail('I1', `${name} still has ${left} undelivered events (${code})`)
    return
  }
  if (!ALARMS.includes(code)) checker.fail('I5', `${name} differs from the hub and says ${code}`)
  const noted = database.notes.some((note) => note.agentId === agentId && (note.kind === 'fork' || note.kind === 'agent.behind'))
  if (!noted) checker.fail('I5', `${name} differs from the hub and the hub's record does not tell`)
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

/** I10: payments and sums are what a fold over all events gives, one stream after the other. */
function judgeRebuild({ database, checker, calendar }: EndOptions): void {
  const rebuilt = new MemoryDatabase({ nowMs: () => 0, monotonicMs: () => 0, startTimer: () => ({ cancel() {} }) }, [], [])
  for (const [key, rows] of database.events) {
    const [first] = rows
    if (first === undefined) continue
    const store = database.registry.stores.get(first.storeId)
    if (store === undefined) continue
    const places = new Map([...database.registry.terminalsOf(first.agentId).values()].map((place) => [place.terminalId, place]))
    const events = rows.map(
      ({ body, terminalId }): PlacedEvent => ({ read: readEvent(body), place: places.get(terminalId ?? 0) ?? null }),
    )
    const envelope = envelopeOf(
      rows.map(({ body }) => body),
      first.epoch,
    )
    const batch = foldBatch({ agentId: first.agentId, store, envelope, events, held: new Map(), calendar })
    if (!envelope.head.equals(database.streams.get(key)?.head ?? GENESIS_HEAD))
      checker.fail('I10', `the chain of ${key} does not end in its head`)
    rebuilt.writeProjection(groupRows([batch]))
  }
  for (const table of ['payments', 'days', 'minutes'] as const) {
    const [held, again] = [textOf(database[table]), textOf(rebuilt[table])]
    if (held !== again) checker.fail('I10', `${table} are not what their events give`)
  }
}

/** The day of a minute's row and the minute of a day's are no part of them. */
function textOf(table: ReadonlyMap<string, object>): string {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(rows.map(([key, row]) => [key, { ...row, minuteMs: 0, ...('minuteMs' in row && { businessDate: '' }) }]))
}

function envelopeOf(lines: readonly string[], epoch: number): Envelope {
  const hashes = chainHashes(GENESIS_HEAD, lines)
  const head = Buffer.from(hashes.subarray(-32))
  const prevHead = GENESIS_HEAD.toString('hex')
  const batch = { epoch, firstSeq: 1, count: lines.length, prevHead, head: head.toString('hex'), bodies: '', signature: '' }
  return { batch, lastSeq: lines.length, lines, prevHead: GENESIS_HEAD, head, hashes }
}
