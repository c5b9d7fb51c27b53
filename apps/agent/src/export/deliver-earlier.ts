import type { Clock } from '@counterfoil/terminals'
import { LINK_STATUS_KEY } from '../link/hub-link.ts'
import type { Identity } from '../link/identity.ts'
import type { Log } from '../log.ts'
import type { EarlierStream, FileOutbox, Outbox } from '../outbox/outbox.ts'
import type { Bell } from './bell.ts'
import { deliverOutbox } from './deliver-outbox.ts'
import type { DeliveryWay } from './delivery-way.ts'

export interface EarlierOptions {
  readonly outbox: FileOutbox
  /** Reads who this folder's agent was before, with the keys that were kept; they may be renewed meanwhile. */
  readonly identities: () => readonly Identity[]
  /** Nothing of that one is left: its key is not needed any more. */
  readonly forget: (identity: Identity) => void
  /** Everything the delivery of one stream takes; called when its turn comes. */
  readonly way: (identity: Identity) => DeliveryWay
  /** A stream of the record as the one who delivers it reads it. */
  readonly mending: (stream: Outbox) => Outbox
  /** Rung when the hub lacks what it had before. */
  readonly hubBehind: Bell
  readonly clock: Clock
  readonly log: Log
  readonly stop: AbortSignal
}

const TRY_MS = 600_000
/** A hub that knows the earlier agent no more, or another end of its chain, will not know it soon. */
const AGAIN_MS = 6 * 60 * 60 * 1_000
const LIVE_FIRST_MS = 30_000
const LOOK_MS = 200

/**
 * Delivers beside the running agent what earlier enrolments left behind, each stream in its own name and order, the oldest first. Until
 * the hub has had one for seven days it may ask for it again, restored from a backup: then the stream is held against the hub's once
 * more. Resolves when nothing is left of any, or at the end.
 */
export async function deliverEarlier(options: EarlierOptions): Promise<void> {
  const { outbox, clock, stop, hubBehind } = options
  let streams = options
    .identities()
    .filter(({ epoch }) => epoch < outbox.epoch)
    .flatMap(({ epoch }) => outbox.openEarlier(epoch) ?? [])
  for (let behind = true; ; behind = await hubBehind.pause(AGAIN_MS, stop)) {
    streams = streams.filter((stream) => !isOver(options, stream))
    if (streams.length === 0) return
    // What this agent sells now is not kept waiting, and what both tell of one payment comes in one order.
    const goesFirstMs = clock.monotonicMs() + LIVE_FIRST_MS
    while (outbox.lastSeq() > outbox.deliveredSeq() && clock.monotonicMs() < goesFirstMs && !stop.aborted)
      behind = (await hubBehind.pause(LOOK_MS, stop)) || behind
    for (const stream of streams)
      if (!stop.aborted && (behind || stream.lastSeq() > stream.deliveredSeq())) await deliverOne(options, stream)
    if (stop.aborted) return
  }
}

function isOver({ identities, forget, log }: EarlierOptions, stream: EarlierStream): boolean {
  stream.prune()
  if (!stream.isOver()) return false
  const identity = identities().find(({ epoch }) => epoch === stream.epoch)
  if (identity !== undefined) forget(identity)
  log.info({ epoch: stream.epoch }, 'The hub has had everything of an earlier enrolment for seven days: its key is removed.')
  return true
}

async function deliverOne(options: EarlierOptions, stream: EarlierStream): Promise<void> {
  const { clock, log, stop } = options
  const identity = options.identities().find(({ epoch }) => epoch === stream.epoch)
  if (identity === undefined) return
  const waited = stream.lastSeq() - stream.deliveredSeq()
  const outbox = quiet(options.mending(stream))
  const { left, hub } = await deliverOutbox({ ...options.way(identity), identity, outbox, clock, log, stop, limitMs: TRY_MS })
  const told = { epoch: identity.epoch, store: identity.store.code, waited, left, hub: hub.message }
  if (left > 0 && !stop.aborted) log.warn(told, 'What an earlier enrolment has left is not delivered yet.')
  else if (hub.code === 'quarantined') log.warn(told, 'The hub keeps what an earlier enrolment had left in quarantine.')
  else if (left === 0 && waited > 0) log.info(told, 'What an earlier enrolment had left is delivered.')
}

/** What people read of the connection to the hub is the present agent's. */
function quiet(outbox: Outbox): Outbox {
  return {
    ...outbox,
    writeMeta(key, value) {
      if (key !== LINK_STATUS_KEY) outbox.writeMeta(key, value)
    },
  }
}
