import type { Clock, Timer } from '@counterfoil/terminals'
import { LINK_STATUS_KEY } from '../link/hub-link.ts'
import type { Identity } from '../link/identity.ts'
import type { Log } from '../log.ts'
import type { FileOutbox, Outbox } from '../outbox/outbox.ts'
import { deliverOutbox } from './deliver-outbox.ts'
import type { DeliveryWay } from './delivery-way.ts'

export interface EarlierOptions {
  readonly outbox: FileOutbox
  /** Reads who this folder's agent was before, with the keys that were kept. */
  readonly identities: () => readonly Identity[]
  /** Everything the delivery of one stream takes; called when its turn comes. */
  readonly way: (identity: Identity) => DeliveryWay
  readonly clock: Clock
  readonly log: Log
  readonly stop: AbortSignal
}

const TRY_MS = 600_000
/** A hub that knows the earlier agent no more, or another end of its chain, will not know it soon. */
const AGAIN_MS = 6 * 60 * 60 * 1_000

/** Delivers beside the running agent what earlier enrolments left behind, each in its own name; resolves when nothing is left, or at the end. */
export async function deliverEarlier(options: EarlierOptions): Promise<void> {
  const { clock, log, stop } = options
  const streams = options
    .identities()
    .filter(({ epoch }) => epoch < options.outbox.epoch)
    .map((identity) => ({ identity, outbox: quiet(options.outbox.openEarlier(identity.epoch)) }))
  for (;;) {
    const waiting = streams.filter(({ outbox }) => outbox.lastSeq() > outbox.deliveredSeq())
    if (waiting.length === 0 || stop.aborted) return
    for (const { identity, outbox } of waiting) {
      const had = outbox.lastSeq() - outbox.deliveredSeq()
      const { left, hub } = await deliverOutbox({
        ...options.way(identity),
        identity,
        outbox,
        clock,
        log,
        stop,
        limitMs: TRY_MS,
      })
      const told = { epoch: identity.epoch, store: identity.store.code, events: had - left, left }
      if (left === 0) log.info(told, 'What an earlier enrolment had left is delivered.')
      else if (!stop.aborted) log.warn({ ...told, hub: hub.message }, 'What an earlier enrolment has left is not delivered yet.')
    }
    await pause(clock, AGAIN_MS, stop)
  }
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

function pause(clock: Clock, delayMs: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve()
    let timer: Timer | undefined
    const over = () => {
      timer?.cancel()
      stop.removeEventListener('abort', over)
      resolve()
    }
    timer = clock.startTimer(delayMs, over)
    stop.addEventListener('abort', over, { once: true })
  })
}
