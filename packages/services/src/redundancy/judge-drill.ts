import type { EventRef } from '../commissioning/index.ts'
import type { Drill } from './drill.ts'
import type { DrillFacts, MoveFact } from './drill-facts.ts'

/** What a drill waits for, in the order it comes. */
export type DrillStep = 'told' | 'over' | 'back' | 'gone' | 'sale' | 'ready' | 'payment' | 'arrived' | 'acquirer_sale'

export type DrillVerdict =
  | { readonly state: 'running' }
  | {
      readonly state: 'shown'
      readonly shownAtMs: number
      readonly figures: Readonly<Record<string, string | number>>
      readonly events: readonly [EventRef, ...EventRef[]]
    }
  | { readonly state: 'not_shown'; readonly code: string }

export interface DrillNow {
  readonly steps: readonly { readonly step: DrillStep; readonly done: boolean }[]
  readonly verdict: DrillVerdict
}

/** What was done in time may be on its way for so long. */
export const ARRIVES_WITHIN_MS = 15_000

const step = (name: DrillStep, found: unknown) => ({ step: name, done: found !== undefined && found !== null && found !== false })

/** One drill beside what the record says of it: what is still waited for, and whether it is over. */
export function judgeDrill(drill: Drill, facts: DrillFacts, nowMs: number): DrillNow {
  const isOver = nowMs >= drill.endsAtMs + ARRIVES_WITHIN_MS
  switch (drill.axis) {
    case 'hub':
      return judgeHub(facts, isOver)
    case 'terminal':
      return judgeTerminal(drill, facts, isOver)
    case 'path':
      return judgePath(drill, facts, isOver)
    case 'acquirer':
      return judgeAcquirer(drill, facts, isOver)
  }
}

const waitOr = (isOver: boolean, code: string): DrillVerdict => (isOver ? { state: 'not_shown', code } : { state: 'running' })

/** Ends that an agent told itself; the others are the hub's. */
const AGENTS_WORDS: readonly string[] = ['done', 'failed', 'refused', 'unknown']

/** Over and back, and what it told from there came from there: in another commit than what it told afterwards. */
function judgeHub({ command, moves, runs }: DrillFacts, isOver: boolean): DrillNow {
  const over = moves.find(({ cause, place }) => cause === 'drill' && place > 0)
  const back = over && moves.find(({ cause, event }) => cause === 'drill_over' && event.seq > over.event.seq)
  const isTold = command?.state === 'started' || AGENTS_WORDS.includes(command?.outcome ?? '')
  const steps = [step('told', isTold), step('over', over), step('back', back)]
  if (command?.state === 'ended' && command.outcome !== 'done')
    return { steps, verdict: { state: 'not_shown', code: command.code ?? command.outcome ?? 'no_answer' } }
  if (over === undefined || back === undefined) {
    const missing = over !== undefined ? 'no_return' : isTold ? 'no_move' : 'not_told'
    return { steps, verdict: waitOr(isOver, missing) }
  }
  if (!cameFromThere(over, back)) return { steps, verdict: { state: 'not_shown', code: 'not_delivered' } }
  // It is back before it says how it went there: a line that broke is told last.
  if (command?.state !== 'ended') return { steps, verdict: waitOr(isOver, 'not_said') }
  const run = runs.find(({ agentId, epoch }) => agentId === over.event.agentId && epoch === over.event.epoch)
  if (run === undefined || !isWhole(run)) return { steps, verdict: waitOr(isOver, 'numbers_missing') }
  const figures = { address: over.address, stayedMs: back.event.atMs - over.event.atMs, events: run.events }
  return { steps, verdict: { state: 'shown', shownAtMs: over.event.recordedAtMs, figures, events: [over.event, back.event] } }
}

export function cameFromThere(over: Pick<MoveFact, 'event'>, next: Pick<MoveFact, 'event'>): boolean {
  return over.event.recordedAtMs < next.event.recordedAtMs
}

const isWhole = ({ firstSeq, lastSeq, events }: { firstSeq: number; lastSeq: number; events: number }): boolean =>
  lastSeq - firstSeq + 1 === events

/** The main terminal was away, and its stand-in sold meanwhile. That it is ready again is waited for, but shows nothing. */
function judgeTerminal({ spare }: Drill, { cables, sales }: DrillFacts, isOver: boolean): DrillNow {
  const soldMeanwhile = ({ gone, back }: DrillFacts['cables'][number]) =>
    sales.find(({ lane, event }) => lane === spare && event.atMs >= gone.atMs && event.atMs <= (back?.atMs ?? event.atMs))
  const cable = cables.find((one) => soldMeanwhile(one) !== undefined) ?? cables.at(-1)
  const sale = cable && soldMeanwhile(cable)
  const steps = [step('gone', cable), step('sale', sale), step('ready', sale && cable?.back)]
  if (cable === undefined || sale === undefined)
    return { steps, verdict: waitOr(isOver, cable === undefined ? 'not_gone' : 'no_sale') }
  if (cable.back === null && !isOver) return { steps, verdict: { state: 'running' } }
  const { paymentId, amountMinor, currency, event } = sale
  const figures = { lane: spare, payment: paymentId, amountMinor, currency, reason: cable.reason }
  const events: [EventRef, ...EventRef[]] = [cable.gone, event, ...(cable.back === null ? [] : [cable.back])]
  return { steps, verdict: { state: 'shown', shownAtMs: event.recordedAtMs, figures, events } }
}

/** That the main line is out was said by whoever began; that a sale of after that came, number by number, is seen. */
function judgePath({ begunAtMs, endsAtMs }: Drill, { sales, runs, awayMs }: DrillFacts, isOver: boolean): DrillNow {
  const sale = sales.find(({ event }) => event.atMs >= begunAtMs && event.recordedAtMs <= endsAtMs + ARRIVES_WITHIN_MS)
  const run = runs.find(({ agentId, epoch }) => agentId === sale?.event.agentId && epoch === sale.event.epoch)
  const arrived = sale !== undefined && run !== undefined && run.lastSeq >= sale.event.seq && isWhole(run)
  const steps = [step('payment', sale), step('arrived', arrived)]
  if (sale === undefined || run === undefined || !arrived)
    return { steps, verdict: waitOr(isOver, sale === undefined ? 'no_payment' : 'numbers_missing') }
  const { events, firstSeq, lastSeq } = run
  const figures = { payment: sale.paymentId, events, firstSeq, lastSeq, awayMs }
  return { steps, verdict: { state: 'shown', shownAtMs: sale.event.recordedAtMs, figures, events: [sale.event] } }
}

function judgeAcquirer({ spare, begunAtMs }: Drill, { sales }: DrillFacts, isOver: boolean): DrillNow {
  const sale = sales.find(({ acquirer, event }) => acquirer === spare && event.atMs >= begunAtMs)
  const steps = [step('acquirer_sale', sale)]
  if (sale === undefined) return { steps, verdict: waitOr(isOver, 'no_sale') }
  const { paymentId, amountMinor, currency, event } = sale
  const figures = { acquirer: spare, payment: paymentId, amountMinor, currency }
  return { steps, verdict: { state: 'shown', shownAtMs: event.recordedAtMs, figures, events: [event] } }
}
