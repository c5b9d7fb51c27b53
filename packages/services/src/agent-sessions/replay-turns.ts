import { LIVE_MAX_EVENTS } from '@counterfoil/protocol'
import type { Clock, Timer } from '../clock.ts'

/**
 * Who may send a backlog, and how fast. Batches wait for a commit in the order they came, so what backlogs have on the way is
 * what a sale waits behind: there may be as much of it as is answered within the wanted time, measured at each answer.
 */
export interface ReplayTurns {
  /** So many events wait on the agent's disk. `grant` gives it leave for some of them. */
  waits(agentId: number, events: number, grant: (events: number) => void): void
  /**
   * Whether a batch is one of a backlog and may go; counts it as on its way. Any leave that is left lets one whole batch go, and
   * what it has beyond counts as given: a remainder too small for batches that were cut before would lie unspent otherwise.
   * Where there is none a small batch may go all the same, and counts: it is a backlog's end, not a sale.
   */
  admits(agentId: number, events: number): boolean
  /** A batch of a backlog was answered. */
  settled(agentId: number, events: number): void
  /** A batch came that is none of a backlog: somebody sells. */
  live(): void
  leave(agentId: number): void
  /** Agents that wait for a turn or have one. */
  readonly replaying: number
  close(): void
}

/** After so long without a live batch nobody sells. */
const LIVE_FOR_MS = 2_000
const TICK_MS = 50
/** Small leaves let a sale in between; whoever is alone is better served by whole batches. */
const BESIDE_LIVE = { turns: 4, leave: 50, answeredWithinMs: 20 }
const ALONE = { turns: 16, leave: 256, answeredWithinMs: 200 }
/** Events on the way: at first, at least and at most; the last are two commits' worth. */
const ON_THE_WAY = { first: 512, least: 50, most: 4_000 }
/**
 * Beside sales one store's backlog is in no hurry: so many events a second, and as many more for every ten stores that wait.
 * After an outage of a whole chain the answers set the pace.
 */
const UNHURRIED_PER_SECOND = 2_000
const STORES_FOR_AS_MUCH_AGAIN = 10
/** Leaves one agent may hold unspent: a whole batch, and one on its way. */
const MOST_HELD = 512
/** Then others get their turn, however much is left. */
const MOST_PER_TURN = 5_000
/** Leave that was neither spent nor answered for so long is lost, e.g. with its message; longer than an agent waits for an answer. */
const LOST_AFTER_MS = 25_000
/** Each such turn goes to whoever has waited longest, the others to the smallest backlog. */
const OLDEST_EVERY = 4

interface Replayer {
  readonly agentId: number
  readonly grant: (events: number) => void
  readonly sinceMs: number
  /** Events that still need leave. */
  wants: number
  /** Leave given and not yet spent; batches sent and not yet answered. */
  unspent: number
  onTheWay: number
  /** Leave given in this turn. */
  givenThisTurn: number
  /** When leave was last given, spent or answered. */
  movedMs: number
  /** When the batches on the way were sent, oldest first. */
  readonly sentMs: number[]
}

export function createReplayTurns({ clock }: { readonly clock: Clock }): ReplayTurns {
  const replayers = new Map<number, Replayer>()
  /** Of them: whose turn it is, and who waits for one. Others only finish what they have leave for. */
  const having = new Set<Replayer>()
  const waiting = new Set<Replayer>()
  let outstanding = 0
  /** As many events may be on the way or have leave. */
  let room = ON_THE_WAY.first
  let liveMs = Number.NEGATIVE_INFINITY
  let turnsGiven = 0
  /** Events that may be given now at the unhurried pace, and when that was counted. */
  let allowance = 0
  let allowanceMs = 0
  let timer: Timer | null = null
  let closed = false

  const alone = () => clock.monotonicMs() - liveMs >= LIVE_FOR_MS

  function schedule(): void {
    if (closed || timer !== null || replayers.size === 0) return
    timer = clock.startTimer(TICK_MS, () => {
      timer = null
      forgetLost()
      serve()
      schedule()
    })
  }

  function forget(one: Replayer): void {
    if (replayers.get(one.agentId) === one) replayers.delete(one.agentId)
    having.delete(one)
    waiting.delete(one)
    outstanding -= one.unspent + one.onTheWay
    one.unspent = 0
    one.onTheWay = 0
  }

  /** Whoever is silent with leave in hand says at its next sign of life what it still has. */
  function forgetLost(): void {
    const nowMs = clock.monotonicMs()
    for (const one of replayers.values()) if (nowMs - one.movedMs >= LOST_AFTER_MS && !waiting.has(one)) forget(one)
  }

  function pace() {
    return alone() ? ALONE : BESIDE_LIVE
  }

  function serve(): void {
    beginTurns()
    for (const one of [...having]) giveSome(one)
  }

  /** More by little while answers are quick, less by a tenth when one was late. */
  function adapt(tookMs: number): void {
    const { answeredWithinMs } = pace()
    room = tookMs > answeredWithinMs ? Math.max(ON_THE_WAY.least, room * 0.9) : Math.min(ON_THE_WAY.most, room + 16)
  }

  function withinPace(events: number): boolean {
    if (alone()) return true
    const nowMs = clock.monotonicMs()
    const perMs = (UNHURRIED_PER_SECOND / 1_000) * (1 + replayers.size / STORES_FOR_AS_MUCH_AGAIN)
    // What was not used in two ticks is gone: a pause must not end in a rush.
    // It is below nothing where batches went beyond their leave: then all wait, so that the pace stays what it is.
    allowance = Math.min(allowance + (nowMs - allowanceMs) * perMs, Math.max(2 * TICK_MS * perMs, BESIDE_LIVE.leave))
    allowanceMs = nowMs
    return allowance >= events
  }

  function beginTurns(): readonly Replayer[] {
    const begun: Replayer[] = []
    while (having.size < pace().turns && waiting.size > 0) {
      const next = takeNext()
      having.add(next)
      begun.push(next)
    }
    return begun
  }

  function giveSome(one: Replayer): void {
    const held = one.unspent + one.onTheWay
    // Where there is little room a leave is smaller, but never none: without an answer the room would never grow again.
    const events = Math.min(one.wants, pace().leave, Math.max(ON_THE_WAY.least, Math.floor(room)))
    if (events === 0 || !withinPace(events)) return
    // Whole leaves or none: many small remainders would use up the room and let nobody send.
    if (events > MOST_HELD - held || events > room - outstanding) return
    give(one, events)
    one.grant(events)
  }

  function takeNext(): Replayer {
    turnsGiven += 1
    const oldest = turnsGiven % OLDEST_EVERY === 0
    const before = (a: Replayer, b: Replayer) => (oldest ? a.sinceMs - b.sinceMs : a.wants - b.wants || a.sinceMs - b.sinceMs)
    const next = [...waiting].reduce((best, one) => (before(one, best) < 0 ? one : best))
    waiting.delete(next)
    next.givenThisTurn = 0
    return next
  }

  function give(one: Replayer, events: number): void {
    if (!alone()) allowance -= events
    one.wants = Math.max(0, one.wants - events)
    one.unspent += events
    one.givenThisTurn += events
    outstanding += events
    const had = having.delete(one)
    if (one.wants === 0) waiting.delete(one)
    // To the end of the line: when there is not enough for all, another is first next time.
    else if (had) (one.givenThisTurn >= MOST_PER_TURN && waiting.size > 0 ? waiting : having).add(one)
    one.movedMs = clock.monotonicMs()
  }

  return {
    waits(agentId, events, grant) {
      const known = replayers.get(agentId)
      const held = known?.grant === grant ? known : undefined
      if (known !== undefined && (held === undefined || events <= LIVE_MAX_EVENTS)) forget(known)
      if (events <= LIVE_MAX_EVENTS) return
      const nowMs = clock.monotonicMs()
      const fresh = {
        agentId,
        grant,
        sinceMs: nowMs,
        wants: 0,
        unspent: 0,
        onTheWay: 0,
        givenThisTurn: 0,
        movedMs: nowMs,
        sentMs: [],
      }
      const one: Replayer = held ?? fresh
      one.wants = Math.max(0, events - one.unspent - one.onTheWay)
      replayers.set(agentId, one)
      if (one.wants > 0 && !having.has(one)) waiting.add(one)
      if (one.wants === 0) having.delete(one)
      for (const begun of beginTurns()) giveSome(begun)
      schedule()
    },
    admits(agentId, events) {
      const one = replayers.get(agentId)
      if (one === undefined || events < 1 || (one.unspent === 0 && events > LIVE_MAX_EVENTS)) return false
      if (events > one.unspent) give(one, events - one.unspent)
      one.unspent -= events
      one.onTheWay += events
      one.movedMs = clock.monotonicMs()
      one.sentMs.push(one.movedMs)
      return true
    },
    settled(agentId, events) {
      const one = replayers.get(agentId)
      if (one === undefined) return
      const answered = Math.min(one.onTheWay, events)
      one.onTheWay -= answered
      outstanding -= answered
      one.movedMs = clock.monotonicMs()
      adapt(one.movedMs - (one.sentMs.shift() ?? one.movedMs))
      // With less than a small batch to come it is still one of a backlog, and no sale.
      if (one.wants === 0 && one.onTheWay === 0 && one.unspent === 0) forget(one)
      serve()
    },
    live() {
      liveMs = clock.monotonicMs()
    },
    leave(agentId) {
      const one = replayers.get(agentId)
      if (one !== undefined) forget(one)
    },
    get replaying() {
      return replayers.size
    },
    close() {
      closed = true
      timer?.cancel()
    },
  }
}
