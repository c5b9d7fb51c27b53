import type { Clock, Timer } from '@counterfoil/terminals'
import { spanText } from '../span-text.ts'
import type { HubPath } from './hub-path.ts'
import type { ProbeResult } from './probe-path.ts'

/** How a drill ended, for the answer to the hub. */
export type DrillResult =
  | { readonly outcome: 'done'; readonly lines: readonly string[] }
  | { readonly outcome: 'failed' | 'refused'; readonly code: string; readonly lines: readonly string[] }

export interface HubDrillOptions {
  readonly paths: readonly HubPath[]
  readonly clock: Clock
  /** Which path the greeted connection goes by now; undefined while there is none. */
  readonly current: () => number | undefined
  readonly probe: (index: number, done: (result: ProbeResult) => void) => () => void
  /** Leaves the connection there is, for the next one to go by that path. */
  readonly goTo: (index: number, why: string) => void
}

/** The hub's drill: over to the next address for so long, and back by itself. */
export interface HubDrill {
  run(seconds: number): Promise<DrillResult>
  /** Where the next connection goes, whatever is known of the paths; undefined outside a drill. */
  wants(): number | undefined
  /** Whether no better path is looked for: the drill sees to the way back. */
  readonly isUnderWay: boolean
  /** Greeted there. Tells what it was for. */
  greeted(index: number): 'drill' | 'drill_over' | undefined
  /** The connection by that path is over. */
  over(index: number): void
  stop(): void
}

/** So long the first address may take to greet again before the drill is told as failed. */
export const BACK_WITHIN_MS = 120_000
const SECOND_MS = 1_000

interface Going {
  readonly phase: 'asking' | 'going' | 'there' | 'returning'
  readonly home: number
  readonly spare: number
  readonly stayMs: number
  readonly greetedMs?: number
  readonly leftMs?: number
  /** It did not hold for as long as it was to. */
  readonly broke?: true
}

export function createHubDrill({ paths, clock, current, probe, goTo }: HubDrillOptions): HubDrill {
  let now: Going | undefined
  let timer: Timer | undefined
  let stopProbe: (() => void) | undefined
  let answer: (result: DrillResult) => void = () => {}

  const address = (index: number): string => paths[index]?.address ?? ''

  function end(result: DrillResult): void {
    timer?.cancel()
    stopProbe?.()
    now = undefined
    answer(result)
  }

  const failed = (code: string, line: string): DrillResult => ({ outcome: 'failed', code, lines: [line] })
  const refused = (code: string, line: string): DrillResult => ({ outcome: 'refused', code, lines: [line] })

  /** Nothing is left before the other address has shown that a hub is there. */
  function ask(going: Going, candidates: readonly number[], troubles: readonly string[]): void {
    const [next, ...rest] = candidates
    if (next === undefined) {
      end(failed('spare_silent', `It stayed at ${address(going.home)}: ${troubles.join('; ')}.`))
      return
    }
    stopProbe = probe(next, (result) => {
      if ('why' in result) {
        ask(going, rest, [...troubles, `${address(next)} by ${paths[next]?.way ?? ''}: ${result.why}`])
        return
      }
      if (current() === undefined) {
        end(failed('not_connected', 'The connection to the hub was lost before the drill had begun.'))
        return
      }
      now = { ...going, phase: 'going', spare: next }
      goTo(next, `a drill: it goes over to ${address(next)}`)
    })
  }

  function comeBack(going: Going, broke: boolean): void {
    timer?.cancel()
    now = { ...going, phase: 'returning', leftMs: clock.monotonicMs(), ...(broke && { broke: true }) }
    timer = clock.startTimer(BACK_WITHIN_MS, () =>
      end(failed('not_back', `${address(going.home)} has not greeted again within ${spanText(BACK_WITHIN_MS)}.`)),
    )
  }

  function told({ home, spare, greetedMs, leftMs = 0, broke }: Going): DrillResult {
    if (greetedMs === undefined)
      return failed('spare_refused', `${address(spare)} took no greeting; it went on by ${address(home)} at once.`)
    const line = `It went from ${address(home)} to ${address(spare)}, was there for ${spanText(leftMs - greetedMs)}, and is back.`
    return broke ? failed('spare_broke', `${line} The connection there did not hold.`) : { outcome: 'done', lines: [line] }
  }

  return {
    run(seconds) {
      if (now !== undefined) return Promise.resolve(refused('drill_under_way', 'A drill is under way already.'))
      const home = current()
      if (home === undefined) return Promise.resolve(failed('not_connected', 'There is no connection to the hub to leave.'))
      const others = [...paths.keys()].filter((index) => address(index) !== address(home))
      if (others.length === 0)
        return Promise.resolve(
          refused('one_address', `It knows one address of its hub only, ${address(home)}: there is none to go over to.`),
        )
      const after = others.filter((index) => index > home)
      return new Promise((resolve) => {
        answer = resolve
        now = { phase: 'asking', home, spare: home, stayMs: seconds * SECOND_MS }
        ask(now, [...after, ...others.filter((index) => index < home)], [])
      })
    },
    wants() {
      if (now === undefined || now.phase === 'asking') return undefined
      return now.phase === 'returning' ? now.home : now.spare
    },
    get isUnderWay() {
      return now !== undefined && now.phase !== 'asking'
    },
    greeted(index) {
      const going = now
      if (going?.phase === 'going' && index === going.spare) {
        const there: Going = { ...going, phase: 'there', greetedMs: clock.monotonicMs() }
        now = there
        timer = clock.startTimer(going.stayMs, () => {
          comeBack(there, false)
          goTo(going.home, `the drill is over: it goes back to ${address(going.home)}`)
        })
        return 'drill'
      }
      if (going?.phase !== 'returning' || address(index) !== address(going.home)) return undefined
      end(told(going))
      return 'drill_over'
    },
    over(index) {
      if (now !== undefined && (now.phase === 'going' || now.phase === 'there') && index === now.spare) comeBack(now, true)
    },
    stop() {
      timer?.cancel()
      stopProbe?.()
    },
  }
}
