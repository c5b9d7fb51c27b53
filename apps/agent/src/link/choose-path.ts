import type { HubPath, PathFailure } from './hub-path.ts'

/** When a path is left, and how long it must have been healthy before it is taken again. */
export interface PathRules {
  /** Failures in a row after which another path is tried. */
  readonly failures: number
  /** A better path must answer probes for so long before the agent goes back; doubles while it fails soon after. */
  readonly holdMs: number
  readonly maxHoldMs: number
  readonly probeEveryMs: number
}

export const PATH_RULES: PathRules = { failures: 3, holdMs: 300_000, maxHoldMs: 3_600_000, probeEveryMs: 60_000 }

/** What is known of one path. Times are of the monotonic clock. */
export interface PathHealth {
  /** In a row; from `PathRules.failures` on the path is given up for now. */
  readonly failures: number
  readonly triedMs: number
  readonly successMs?: number
  /** From dialling to the hub's first word, the last time. */
  readonly latencyMs?: number
  /** The latest failure, and since when there have been no others than failures. */
  readonly trouble?: { readonly failure: PathFailure; readonly why: string; readonly sinceMs: number }
  /** The first and the last probe of those that answered without a miss. */
  readonly good?: { readonly sinceMs: number; readonly untilMs: number }
  readonly holdMs: number
}

/** Paths in order of preference, and the one in use or tried last. */
export interface PathsState {
  readonly health: readonly PathHealth[]
  readonly current: number
  /** The last time the agent went back to a better path. */
  readonly returned?: { readonly index: number; readonly atMs: number }
}

/** Nothing is known yet, and the first path is tried first. */
export function startPaths(count: number, rules: PathRules): PathsState {
  const fresh: PathHealth = { failures: 0, triedMs: Number.NEGATIVE_INFINITY, holdMs: rules.holdMs }
  return { health: Array.from({ length: count }, () => fresh), current: 0 }
}

export function isGivenUp(health: PathHealth, rules: PathRules): boolean {
  return health.failures >= rules.failures
}

/** The path for the next connection: this one until it is given up, then the best that is not, then whichever waited longest. */
export function choosePath(state: PathsState, nowMs: number, rules: PathRules): PathsState {
  const back = pathToReturnTo(state, nowMs, rules)
  if (back !== undefined) return tried(returnTo(state, back, nowMs), nowMs)
  return tried({ ...state, current: nextPath(state, nowMs, rules) }, nowMs)
}

/** The next connection goes by this path, whatever is known of it. */
export function takePath(state: PathsState, index: number, nowMs: number): PathsState {
  return tried({ ...state, current: index }, nowMs)
}

/** What went wrong with a path before is no reason against it now. */
export function forgive(state: PathsState, index: number): PathsState {
  return change(state, index, (health) => ({ ...without(health, 'trouble'), failures: 0 }))
}

/** The next connection goes by this better path, whose failures are forgiven. */
export function returnTo(state: PathsState, index: number, nowMs: number): PathsState {
  const returned = { ...state, current: index, returned: { index, atMs: nowMs } }
  return change(returned, index, (health) => ({ ...without(health, 'trouble', 'good'), failures: 0 }))
}

/** A better path than the one in use that has been healthy for long enough; nothing while the last return is fresh. */
export function pathToReturnTo(state: PathsState, nowMs: number, rules: PathRules): number | undefined {
  if (state.returned !== undefined && nowMs - state.returned.atMs < rules.holdMs) return undefined
  const index = state.health.findIndex(
    ({ good, holdMs }, candidate) =>
      candidate < state.current &&
      good !== undefined &&
      good.untilMs - good.sinceMs >= holdMs &&
      isFresh(good.untilMs, nowMs, rules),
  )
  return index === -1 ? undefined : index
}

/** The hub greeted us there. Failures are forgotten only by `noteSteady`: a path that always breaks soon serves nobody. */
export function noteGreeted(state: PathsState, index: number, nowMs: number, latencyMs: number): PathsState {
  return change(state, index, (health) => ({ ...health, successMs: nowMs, latencyMs }))
}

/** A connection has lived long enough for its path to count as sound. */
export function noteSteady(state: PathsState, index: number): PathsState {
  return change(state, index, (health) => ({ ...without(health, 'trouble', 'good'), failures: 0 }))
}

/** A connection failed. What concerns the address counts for both its ways. */
export function noteFailure(
  state: PathsState,
  { index, failure, why, paths }: { index: number; failure: PathFailure; why: string; paths: readonly HubPath[] },
  nowMs: number,
  rules: PathRules,
): PathsState {
  const wholeAddress = failure === 'unreachable' || failure === 'wrong_hub'
  const atOnce = failure === 'blocked' || failure === 'wrong_hub'
  const health = state.health.map((before, each): PathHealth => {
    if (each !== index && !(wholeAddress && paths[each]?.address === paths[index]?.address)) return before
    const failures = atOnce ? Math.max(rules.failures, before.failures + 1) : before.failures + 1
    const failed: PathHealth = {
      ...without(before, 'good'),
      failures,
      triedMs: nowMs,
      trouble: { failure, why, sinceMs: before.trouble?.sinceMs ?? nowMs },
    }
    return isGivenUp(failed, rules) && !isGivenUp(before, rules)
      ? { ...failed, holdMs: nextHoldMs(state, each, nowMs, rules) }
      : failed
  })
  return { ...state, health }
}

/** A path beside the one in use was tried; `why` says what went wrong. */
export function noteProbe(
  state: PathsState,
  index: number,
  result: { readonly latencyMs: number } | { readonly failure: PathFailure; readonly why: string },
  nowMs: number,
  rules: PathRules,
): PathsState {
  return change(state, index, (health) =>
    'why' in result
      ? {
          ...without(health, 'good'),
          triedMs: nowMs,
          trouble: { ...result, sinceMs: health.trouble?.sinceMs ?? nowMs },
        }
      : {
          ...health,
          triedMs: nowMs,
          latencyMs: result.latencyMs,
          good: { sinceMs: goodSinceMs(health, nowMs, rules), untilMs: nowMs },
        },
  )
}

function nextPath({ health, current }: PathsState, nowMs: number, rules: PathRules): number {
  const used = health[current]
  if (used !== undefined && !isGivenUp(used, rules)) return current
  const sound = health.findIndex((each) => !isGivenUp(each, rules))
  if (sound !== -1) return sound
  const answering = health.findIndex(({ good }) => good !== undefined && isFresh(good.untilMs, nowMs, rules))
  if (answering !== -1) return answering
  return health.reduce((oldest, each, index) => (each.triedMs < (health[oldest]?.triedMs ?? 0) ? index : oldest), 0)
}

function nextHoldMs({ health, returned }: PathsState, index: number, nowMs: number, rules: PathRules): number {
  const holdMs = health[index]?.holdMs ?? rules.holdMs
  const flapped = returned?.index === index && nowMs - returned.atMs < 2 * holdMs
  return flapped ? Math.min(rules.maxHoldMs, 2 * holdMs) : rules.holdMs
}

function goodSinceMs({ good }: PathHealth, nowMs: number, rules: PathRules): number {
  return good !== undefined && isFresh(good.untilMs, nowMs, rules) ? good.sinceMs : nowMs
}

/** Probes stop with the connection; an old good word is worth nothing. */
function isFresh(probedMs: number, nowMs: number, rules: PathRules): boolean {
  return nowMs - probedMs <= 2 * rules.probeEveryMs
}

function tried(state: PathsState, nowMs: number): PathsState {
  return change(state, state.current, (health) => ({ ...health, triedMs: nowMs }))
}

function change(state: PathsState, index: number, how: (health: PathHealth) => PathHealth): PathsState {
  return { ...state, health: state.health.map((health, each) => (each === index ? how(health) : health)) }
}

function without<K extends 'trouble' | 'good'>(
  health: PathHealth,
  ...keys: readonly K[]
): Omit<PathHealth, K> & Partial<PathHealth> {
  const kept: Record<string, unknown> = { ...health }
  for (const key of keys) delete kept[key]
  return kept as unknown as PathHealth
}
