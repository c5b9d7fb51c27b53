import type { EventRow, Evidence, Violation } from './evidence.ts'

/** I1 acknowledged is kept; I2 nothing but what was recorded; I3 every stream whole; everything recorded has arrived, once. */
export function judgeDelivery({ outboxes, rows, acknowledgements }: Evidence): Violation[] {
  const found: Violation[] = []
  const fail = (invariant: string, what: string) => found.push({ invariant, what })
  const held = new Map<string, EventRow>()
  for (const row of rows) {
    const name = `${row.store}/${row.epoch}/${row.seq}`
    if (held.has(name)) fail('I3', `event ${name} is in the database twice`)
    held.set(name, row)
  }

  const recorded = new Set<string>()
  for (const { store, epoch, events, acknowledged } of outboxes) {
    let expected = 1
    for (const { seq, hash, body } of events) {
      const name = `${store}/${epoch}/${seq}`
      recorded.add(name)
      if (seq !== expected) fail('I3', `the outbox of ${store} has ${seq} where ${expected} belongs`)
      expected = seq + 1
      const row = held.get(name)
      if (row === undefined) fail('I1', `event ${name} was recorded and is not in the database`)
      else if (row.hash !== hash || row.body !== body)
        fail('I2', `event ${name} is another one in the database than on its agent’s disk`)
    }
    for (const { seq, head } of acknowledged) judgeAcknowledged(store, epoch, seq, head)
  }
  for (const name of held.keys()) if (!recorded.has(name)) fail('I2', `event ${name} is in the database and on no agent’s disk`)
  for (const { store, epoch, highWater, head } of acknowledgements) judgeAcknowledged(store, epoch, highWater, head)

  function judgeAcknowledged(store: string, epoch: number, seq: number, head: string): void {
    if (seq > 0 && held.get(`${store}/${epoch}/${seq}`)?.hash !== head)
      fail('I1', `${store} was acknowledged up to ${seq}, and the database does not hold that event`)
  }
  return found
}
