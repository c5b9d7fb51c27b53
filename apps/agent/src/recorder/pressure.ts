import type { EventClass } from '@counterfoil/protocol'
import type { Backlog, GivenUp } from '../outbox/outbox.ts'

/** How much room the record has, in bytes. */
export interface SpaceReading {
  readonly usedBytes: number
  /** Free pages inside the file. */
  readonly reusableBytes: number
  readonly limitBytes: number
  /** What the disk has left for us. */
  readonly freeBytes: number
  /** What the reserve still lacks: it is counted as taken, so that letting it go makes no room for anything new. */
  readonly reserveMissingBytes: number
}

export type Droppable = keyof Backlog

/** What follows from how full the record is. */
export interface Pressure {
  readonly filling: boolean
  /** New payments are refused and the reserve is let go, so that those under way can be recorded. */
  readonly full: boolean
  readonly givingUp: Readonly<Record<Droppable, GivenUp['why'] | undefined>>
}

export const NO_PRESSURE: Pressure = {
  filling: false,
  full: false,
  givingUp: { debug: undefined, metrics: undefined, status: undefined },
}

interface Step {
  readonly from: number
  /** Lower, so that nothing flaps. */
  readonly until: number
}
const FILLING: Step = { from: 0.9, until: 0.85 }
const FULL: Step = { from: 0.98, until: 0.95 }
/** In this order classes give up, and of the limit their undelivered events may take this share. */
const GIVE_UP: Readonly<Record<Droppable, Step & { readonly quota: number }>> = {
  debug: { from: 0.8, until: 0.75, quota: 0.1 },
  metrics: { from: 0.85, until: 0.8, quota: 0.1 },
  status: { from: 0.9, until: 0.85, quota: 0.25 },
}
const QUOTA_UNTIL = 0.9

/** 0 for all the room promised to the record, 1 for none left: by its own limit, or because others have filled the disk. */
export function shareTaken(reading: SpaceReading): number {
  const ofLimit = reading.limitBytes - reading.usedBytes
  const ofDisk = reading.freeBytes + reading.reusableBytes - reading.reserveMissingBytes
  return 1 - Math.min(ofLimit, ofDisk) / reading.limitBytes
}

const holds = (was: boolean, value: number, { from, until }: Step): boolean => value >= (was ? until : from)

/** How the pressure changes with a new measurement; each step has its own way back. */
export function nextPressure(before: Pressure, reading: SpaceReading, backlog: Backlog): Pressure {
  const share = shareTaken(reading)
  const full = holds(before.full, share, FULL)
  const why = (of: Droppable): GivenUp['why'] | undefined => {
    const was = before.givingUp[of]
    const { quota } = GIVE_UP[of]
    const overQuota = { from: quota * reading.limitBytes, until: quota * QUOTA_UNTIL * reading.limitBytes }
    if (full || holds(was === 'disk', share, GIVE_UP[of])) return 'disk'
    return holds(was === 'quota', backlog[of], overQuota) ? 'quota' : undefined
  }
  const givingUp = { debug: why('debug'), metrics: why('metrics'), status: why('status') }
  return { filling: holds(before.filling, share, FILLING), full, givingUp }
}

/** Why events of this class are not kept now; undefined when they are. */
export function reasonToGiveUp({ givingUp }: Pressure, eventClass: EventClass): GivenUp['why'] | undefined {
  return eventClass === 'audit' || eventClass === 'financial' ? undefined : givingUp[eventClass]
}
