import { classOfEvent, cutCardNumbers, findCardNumbers } from '@counterfoil/protocol'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import type { DamagedRow } from '../outbox/mender.ts'
import type { Outbox, Recordable, TillRequest } from '../outbox/outbox.ts'
import { OutboxError } from '../outbox/outbox-error.ts'
import { type CardNumberSighting, createCardNumberWatch, cutEvent } from './card-number-watch.ts'
import { LossLedger } from './loss-ledger.ts'
import { NO_PRESSURE, nextPressure, type Pressure, reasonToGiveUp, shareTaken } from './pressure.ts'
import type { RecordSpace } from './record-space.ts'

const TICK_MS = 5_000
const OFFSET_FROM_MS = 2_000
const OFFSET_UNTIL_MS = 1_000
const INSPECT_EVERY_MS = 600_000
const INSPECT_ROWS = 2_000
const MEASURE_EVERY_MS = 1_000
const ALL_GIVEN_UP: Pressure['givingUp'] = { debug: 'disk', metrics: 'disk', status: 'disk' }

export interface RecorderOptions {
  readonly outbox: Outbox
  /** Left out: there is room for everything, as for an outbox in memory. */
  readonly space?: RecordSpace
  readonly clock: Clock
  readonly log: Log
  /** What every event carries: version, clocks, boot. */
  readonly envelope: () => { readonly at: number }
  /** Something new is in the outbox. */
  readonly onRecorded: () => void
}

/** Writes events into the outbox for as long as there is room, and gives up in order when there is not. */
export interface Recorder {
  start(): void
  stop(): void
  /** Durable when it returns, unless the event's class was given up. Throws `OutboxError` when a financial event cannot be kept. */
  record(facts: readonly { readonly kind: string }[], request?: TillRequest): void
  /** Tells the hub that a card number was refused or cut before it came here. */
  noteCardNumbers(sighting: CardNumberSighting): void
  /** A text that is only passed on, without card numbers; the hub is told of those it had. */
  cutText(text: string, from: Omit<CardNumberSighting, 'numbers'>): string
  /** Raises or clears an alert, once. */
  alert(code: string, raised: boolean, detail: string): void
  /** The outbox, or another stream in its file, for those who deliver it: an event that was damaged on the disk is mended where it would stop them. */
  mending(stream?: Outbox): Outbox
  /** The hub's clock minus ours, and how long its answer took: half of that nobody can tell. */
  noteClockOffset(offsetMs: number, roundTripMs: number): void
  /** Why no new payment may begin, as a sentence; undefined when it may. */
  refusal(): string | undefined
}

/** Creates the one writer of an agent's outbox. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { outbox, space, clock, log } = options
  const ledger = new LossLedger(outbox.losses())
  const watch = createCardNumberWatch(() => clock.monotonicMs())
  const raised = new Set(outbox.listAlerts().map(({ code }) => code))
  /** Audit events that no disk would take yet: written before anything else. */
  let waiting: Recordable[] = []
  let pressure: Pressure = raised.has('cannot_record') ? { ...NO_PRESSURE, full: true } : NO_PRESSURE
  let measuredMs = Number.NEGATIVE_INFINITY
  let timer: Timer | undefined
  let inspectedMs = clock.monotonicMs()
  let inspectedSeq = 0

  function measure(): void {
    if (space === undefined) {
      if (pressure.full) setPressure(NO_PRESSURE)
      return
    }
    measuredMs = clock.monotonicMs()
    const reading = space.measure()
    const next = nextPressure(pressure, reading, outbox.backlog())
    // Payments are taken again only once the next full disk would find a reserve.
    const reserved = !next.full && space.allocateReserve()
    const stays = pressure.full && !next.full && !reserved
    setPressure(stays ? { ...next, full: true, givingUp: ALL_GIVEN_UP } : next)
    const percent = Math.min(100, Math.round(shareTaken(reading) * 100))
    alert('outbox_filling', pressure.filling, fillingSentence(pressure.filling, percent))
  }

  function setPressure(next: Pressure): void {
    pressure = next
    if (next.full) space?.releaseReserve()
    alert('cannot_record', next.full, next.full ? REFUSAL : 'There is room again: payments are taken and recorded.')
  }

  function alert(code: string, on: boolean, detail: string): void {
    if (raised.has(code) === on) return
    if (on) raised.add(code)
    else raised.delete(code)
    log[on ? 'error' : 'info']({ code }, detail)
    const unsaid = waiting.findIndex((event) => 'code' in event && event.code === code)
    // Raised and cleared again before either could be written: nothing to tell.
    if (unsaid >= 0) waiting = waiting.filter((_, index) => index !== unsaid)
    else append([alertEvent(code, on, detail)])
  }

  const alertEvent = (code: string, on: boolean, detail: string) =>
    eventOf({ kind: 'agent.alert', ...{ code, state: on ? 'raised' : 'cleared', detail } })
  const eventOf = (fact: { readonly kind: string }): Recordable => ({ ...options.envelope(), ...fact })
  const keeps = (eventClass: Parameters<typeof reasonToGiveUp>[1]) => reasonToGiveUp(pressure, eventClass) === undefined

  function append(events: readonly Recordable[], request?: TillRequest): void {
    const kept: Recordable[] = []
    let gaveUp = false
    for (const event of events) {
      const why = reasonToGiveUp(pressure, classOfEvent(event.kind))
      if (why === undefined) kept.push(event)
      else {
        ledger.giveUp(event, why, outbox.lastSeq())
        gaveUp = true
      }
    }
    try {
      write(kept, request)
    } catch (error) {
      if (!isDiskTrouble(error) || kept.some(({ kind }) => classOfEvent(kind) === 'financial')) throw error
      for (const event of kept) {
        if (classOfEvent(event.kind) === 'audit') waiting.push(event)
        else ledger.giveUp(event, 'disk', outbox.lastSeq())
      }
      gaveUp = true
    }
    if (gaveUp) saveLosses()
  }

  /** All of it, with what ends the stretches of loss before it, in one transaction. */
  function write(events: readonly Recordable[], request?: TillRequest): void {
    const closing = ledger.close(keeps, events, outbox.lastSeq())
    const first = waiting
    const gaps = closing.gaps.map((gap) => eventOf({ kind: 'agent.gap', ...gap }))
    const all = [...first, ...gaps, ...closing.held, ...events]
    if (all.length === 0) return
    try {
      outbox.append(all, request)
    } catch (error) {
      if (!isDiskTrouble(error)) throw error
      const released = space?.releaseReserve() === true
      if (!pressure.full) setPressure({ ...pressure, full: true, givingUp: ALL_GIVEN_UP })
      if (!released) throw error
      write(events, request)
      return
    }
    waiting = waiting.filter((event) => !first.includes(event))
    ledger.closed(closing)
    options.onRecorded()
  }

  /** Where even this cannot be written, memory knows it until there is room. */
  function saveLosses(): void {
    try {
      outbox.noteLosses(ledger.losses)
    } catch (error) {
      if (!isDiskTrouble(error)) throw error
    }
  }

  function tick(): void {
    timer = clock.startTimer(TICK_MS, tick)
    measure()
    try {
      write([])
      if (clock.monotonicMs() - inspectedMs >= INSPECT_EVERY_MS) inspect()
    } catch (error) {
      if (!isDiskTrouble(error)) throw error
    }
  }

  /** Some rows at a time, round and round: nobody reads what the hub has, so damage to it would go unseen. */
  function inspect(): void {
    inspectedMs = clock.monotonicMs()
    const { upTo, damaged } = outbox.inspect(inspectedSeq, INSPECT_ROWS)
    inspectedSeq = upTo
    if (damaged.length > 0)
      tellDamage(`${numbers(damaged)} in the outbox ${WAS_DAMAGED}. The hub has had it: nothing is lost. ${KEPT}`)
    else if (outbox.recentDamage() === 0) alert('outbox_damaged', false, 'No damaged event was found for seven days.')
  }

  /** Each finding is told, also while the alert is raised. */
  function tellDamage(detail: string): void {
    raised.delete('outbox_damaged')
    alert('outbox_damaged', true, detail)
  }

  function readMended(stream: Outbox, after: number, maxEvents?: number) {
    try {
      return stream.readBatch(after, maxEvents)
    } catch (error) {
      if (!(error instanceof OutboxError && error.code === 'damaged')) throw error
      const lost = stream.mend(after, options.envelope())
      // What is under way must be answered first; then the hub has exactly what comes before.
      if (lost === undefined) return undefined
      if (lost.length > 0)
        tellDamage(
          `${numbers(lost)} in the outbox ${WAS_DAMAGED} before the hub had it. A gap entry stands in its place. ${KEPT}`,
        )
      return stream.readBatch(after, maxEvents)
    }
  }

  /** What a hash chain has swallowed cannot be cut afterwards. */
  function appendCut(events: readonly Recordable[], seen: readonly CardNumberSighting[], request?: TillRequest): void {
    const cut = events.map(cutEvent)
    const telling = watch.tell([...seen, ...cut.flatMap(({ sightings }) => sightings)])
    append([...cut.map(({ event }) => event), ...telling.facts.map(eventOf)], request)
    telling.told()
  }

  return {
    start: tick,
    stop: () => timer?.cancel(),
    record(facts, request) {
      if (clock.monotonicMs() - measuredMs >= MEASURE_EVERY_MS) measure()
      appendCut(facts.map(eventOf), [], request)
    },
    noteCardNumbers: (sighting) => appendCut([], [sighting]),
    cutText(text, from) {
      const found = findCardNumbers(text)
      if (found.length === 0) return text
      appendCut([], [{ ...from, numbers: found.map(({ truncated }) => truncated) }])
      return cutCardNumbers(text)
    },
    alert,
    noteClockOffset(offsetMs, roundTripMs) {
      const sure = Math.max(0, Math.abs(offsetMs) - roundTripMs / 2)
      const off = sure > (raised.has('clock_offset') ? OFFSET_UNTIL_MS : OFFSET_FROM_MS)
      const words = `${(Math.abs(offsetMs) / 1_000).toFixed(1)} s ${offsetMs > 0 ? 'behind' : 'ahead of'} the hub’s`
      alert(
        'clock_offset',
        off,
        off ? `This machine’s clock is ${words}: check its time service.` : 'This machine’s clock agrees with the hub’s again.',
      )
    },
    mending: (stream = outbox) => ({ ...stream, readBatch: (after, maxEvents) => readMended(stream, after, maxEvents) }),
    refusal: () => (pressure.full ? REFUSAL : undefined),
  }
}

const REFUSAL =
  'No new payment can be taken here: the disk of the agent’s computer, or the room set for its record, is full, and a payment must be recorded. Free disk space or let the agent reach its hub; it then takes payments again by itself. Until then use another till.'

function fillingSentence(filling: boolean, percent: number): string {
  return filling
    ? `The room for the agent’s record is ${percent} % full: free disk space, or see why events are not delivered. Payments go on; at 98 % new ones are refused.`
    : `The room for the agent’s record is ${percent} % full: no longer short.`
}

const WAS_DAMAGED = 'was damaged on the disk'
const KEPT = 'The row is kept in the quarantine of the outbox; have the disk of this machine checked.'

function numbers(rows: readonly DamagedRow[]): string {
  const shown = rows.slice(0, 5).map(({ seq, class: lost }) => `${seq} (${lost})`)
  return `Event ${shown.join(', ')}${rows.length > 5 ? ` and ${rows.length - 5} more` : ''}`
}

function isDiskTrouble(error: unknown): boolean {
  return error instanceof OutboxError && error.code === 'cannot_write'
}
