import type { BatchAnswer } from '@counterfoil/protocol'
import type { Cursor } from './check-envelope.ts'

type Refusal = Extract<BatchAnswer, { ok: false }>

export function acknowledge(cursor: Cursor): BatchAnswer {
  return { ok: true, highWater: cursor.highWater, head: cursor.head.toString('hex') }
}

export function unavailable(): Refusal {
  const message = 'the hub cannot write to its database now; nothing of this batch was acknowledged: send it again'
  return { ok: false, code: 'unavailable', message, retryAfterMs: 1_000 }
}

/** Sent again from a month whose events lie in a file alone. */
export function away(seq: number): Refusal {
  const message = `what was recorded here under number ${seq} lies in an archive: "counterfoil events restore" brings its month back`
  return { ok: false, code: 'unavailable', message, retryAfterMs: 60_000 }
}

export function busy(): Refusal {
  return { ok: false, code: 'busy', message: 'more batches wait than the hub may hold; send this one again', retryAfterMs: 500 }
}

export function gap(resendFrom: number): Refusal {
  return { ok: false, code: 'gap', message: `events before this batch are missing; go on from number ${resendFrom}`, resendFrom }
}

export function fork(seq: number): Refusal {
  const message = `another event is recorded here under number ${seq}: this journal is a copy or was restored; enrol the agent anew`
  return { ok: false, code: 'fork', message }
}
