import type { LiveFrame } from '@counterfoil/protocol'
import type { LiveSnapshot } from '@counterfoil/services/live'
import { applyFrame } from './apply-delta.ts'
import { type LiveState, stateFromPages } from './live-state.ts'

/** The line to the hub, as the page tells it. */
export type LiveLink =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly nextTryAtMs: number }
  | { readonly kind: 'signed_out' }

export interface LiveView {
  readonly state: LiveState | null
  readonly link: LiveLink
  /** When what is shown was last known to be true; null before the first snapshot. */
  readonly lastWordMs: number | null
  /** Why the last snapshot did not come; null once one came. */
  readonly error: Error | null
}

/** What the hub's socket tells the feed. */
export interface FeedEvents {
  connected(): void
  disconnected(): void
  frame(frame: LiveFrame): void
  resync(): void
  /** Anything at all was heard, e.g. a heartbeat. */
  word(): void
  signedOut(): void
}

export interface FeedSocket {
  open(): void
  /** Tells the hub what is watched; resolves once it agreed. */
  watch(): Promise<void>
  close(): void
}

export interface FeedParts {
  readonly openSocket: (events: FeedEvents) => FeedSocket
  /** What the page was drawn with; null when nothing came with it. */
  readonly initial: LiveState | null
  /** All pages of the snapshot. */
  readonly load: () => Promise<readonly LiveSnapshot[]>
  readonly nowMs: () => number
  readonly random: () => number
  /** Returns how to cancel it. */
  readonly startTimer: (delayMs: number, fire: () => void) => () => void
  readonly changed: (view: LiveView) => void
}

export interface LiveFeed {
  tryNow(): void
  close(): void
}

/** A gap is asked about once for all deltas of a second. */
const GAP_WAIT_MS = 1_000
/** Without the socket the page asks by itself. */
const POLL_MS = 30_000
/** A day of 25 hours and a little; browsers cannot wait for more than 24 days. */
const LONGEST_WAIT_MS = 26 * 3_600_000
const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const

/** Before the hub answered. */
export function firstView(initial: LiveState | null): LiveView {
  return { state: initial, link: { kind: 'connecting' }, lastWordMs: initial?.hubTimeMs ?? null, error: null }
}

/**
 * Keeps one view of the chain true: first the hub is told what to send, then the snapshot is asked for, and frames that came
 * in between are laid over it. What was missed is asked for again; while the hub is away the snapshot is asked every 30 s.
 */
export function openLiveFeed(parts: FeedParts): LiveFeed {
  let view = firstView(parts.initial)
  let early: LiveFrame[] | null = []
  let loading = false
  let loadAgain = false
  let failures = 0
  let closed = false
  let cancelGap: (() => void) | null = null
  let cancelPoll: (() => void) | null = null
  let cancelRetry: (() => void) | null = null
  let cancelDayEnd: (() => void) | null = null

  const show = (change: Partial<LiveView>) => {
    if (closed) return
    view = { ...view, ...change }
    parts.changed(view)
  }

  const refresh = async () => {
    if (loading) {
      loadAgain = true
      return
    }
    loading = true
    loadAgain = false
    early = []
    try {
      const asked = parts.nowMs()
      const state = stateFromPages(await parts.load())
      awaitDayEnd(state)
      show({ state: (early ?? []).reduce(applyFrame, state), error: null, lastWordMs: Math.max(asked, view.lastWordMs ?? 0) })
    } catch (error) {
      show({ error: error instanceof Error ? error : new Error(String(error)) })
    } finally {
      early = null
      loading = false
    }
    if (loadAgain && !closed) await refresh()
    else if ((view.state?.behind.size ?? 0) > 0) askAboutGap()
  }

  const askAboutGap = () => {
    if (cancelGap !== null || closed) return
    cancelGap = parts.startTimer(GAP_WAIT_MS, () => {
      cancelGap = null
      void refresh()
    })
  }

  /** A store's business day turns whether it sells or not. */
  const awaitDayEnd = (state: LiveState) => {
    cancelDayEnd?.()
    const nextMs = Math.min(...[...state.stores.values()].map((store) => store.dayEndMs))
    cancelDayEnd = closed || nextMs === Number.POSITIVE_INFINITY ? null : parts.startTimer(waitFor(nextMs), () => void refresh())
  }
  const waitFor = (atMs: number) => Math.min(Math.max(atMs - parts.nowMs(), 0) + GAP_WAIT_MS, LONGEST_WAIT_MS)

  const poll = () => {
    cancelPoll?.()
    cancelPoll = parts.startTimer(POLL_MS, () => {
      void refresh()
      poll()
    })
  }

  const retryLater = () => {
    const waitMs = (RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0) * (0.75 + parts.random() / 2)
    failures += 1
    cancelRetry?.()
    cancelRetry = parts.startTimer(waitMs, () => socket.open())
    const sinceMs = view.link.kind === 'lost' ? view.link.sinceMs : (view.lastWordMs ?? parts.nowMs())
    show({ link: { kind: 'lost', sinceMs, nextTryAtMs: parts.nowMs() + waitMs } })
    if (cancelPoll === null) poll()
  }

  const socket = parts.openSocket({
    connected: () => {
      socket.watch().then(
        () => {
          failures = 0
          cancelPoll?.()
          cancelPoll = null
          show({ link: { kind: 'live' }, lastWordMs: parts.nowMs() })
          void refresh()
        },
        () => retryLater(),
      )
    },
    disconnected: () => {
      if (!closed && view.link.kind !== 'signed_out') retryLater()
    },
    frame: (frame) => {
      if (early !== null) {
        early.push(frame)
        return
      }
      if (view.state === null) return
      const state = applyFrame(view.state, frame)
      show({ state, lastWordMs: parts.nowMs() })
      if (state.behind.size > 0) askAboutGap()
    },
    resync: () => void refresh(),
    word: () => {
      if (view.link.kind === 'live') show({ lastWordMs: parts.nowMs() })
    },
    signedOut: () => show({ link: { kind: 'signed_out' } }),
  })

  void refresh()
  socket.open()

  return {
    tryNow: () => {
      cancelRetry?.()
      cancelRetry = null
      socket.open()
      void refresh()
    },
    close: () => {
      closed = true
      cancelGap?.()
      cancelPoll?.()
      cancelRetry?.()
      cancelDayEnd?.()
      socket.close()
    },
  }
}
