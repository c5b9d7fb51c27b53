import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'

/** What an `agent.vitals` event tells. */
export interface Vitals {
  readonly os: string
  readonly osVersion: string
  readonly upSeconds: number
  readonly diskFreeBytes: number
  readonly diskSizeBytes: number
  readonly memoryFreeBytes: number
  readonly memorySizeBytes: number
}
export type ReadVitals = () => Vitals

const LOOK_EVERY_MS = 60_000
const TELL_EVERY_MS = 6 * 3_600_000
/** A disk whose free share moved by so much is news; so is one that comes to be low, or is no more. */
const MOVED = 0.05
const LOW = 0.1

export interface VitalsWatchOptions {
  readonly read: ReadVitals
  readonly clock: Clock
  readonly log: Pick<Log, 'warn'>
  readonly record: (fact: Vitals & { readonly kind: 'agent.vitals' }) => void
}

/** Tells how the machine is: at the start, every six hours, and when its disk is another. What fails holds up nobody. */
export function createVitalsWatch({ read, clock, log, record }: VitalsWatchOptions): { start(): void; stop(): void } {
  let timer: Timer | undefined
  let told: { readonly share: number; readonly atMs: number; readonly osVersion: string } | undefined
  let troubled = false

  function look(): void {
    try {
      const vitals = read()
      const share = vitals.diskFreeBytes / vitals.diskSizeBytes
      const nowMs = clock.monotonicMs()
      const isNews =
        told === undefined ||
        nowMs - told.atMs >= TELL_EVERY_MS ||
        told.osVersion !== vitals.osVersion ||
        Math.abs(share - told.share) >= MOVED ||
        share < LOW !== told.share < LOW
      if (isNews) {
        record({ kind: 'agent.vitals', ...vitals })
        told = { share, atMs: nowMs, osVersion: vitals.osVersion }
      }
    } catch (error) {
      if (!troubled) log.warn({ error: String(error) }, 'How this machine is could not be told.')
      troubled = true
    }
    timer = clock.startTimer(LOOK_EVERY_MS, look)
  }

  return { start: look, stop: () => timer?.cancel() }
}
