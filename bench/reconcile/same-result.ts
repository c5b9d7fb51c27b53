import { createHash } from 'node:crypto'
import {
  allocateLines,
  allocatePayouts,
  type ReconcileInput,
  type Reconciliation,
  reconcile,
} from '@counterfoil/settlement/funds'
import { Chance } from '@counterfoil/settlement/generator'

/** SHA-256 over every link, exception and identity that came out, in the order in which it came out. */
export function hashOf(found: Reconciliation): string {
  const hash = createHash('sha256')
  for (const one of allocateLines(found.lineMatching, 'run')) hash.update(JSON.stringify(one))
  for (const one of allocatePayouts(found.payoutMatching.links, 'run')) hash.update(JSON.stringify(one))
  for (const { key, amountMinor } of found.exceptions.heard) hash.update(`${key} ${amountMinor}\n`)
  for (const { exception, by } of found.exceptions.silenced) hash.update(`${exception.key} ${by}\n`)
  for (const { about, holds } of found.identities) hash.update(`${about} ${holds}\n`)
  return hash.digest('hex')
}

/** The same sets in another order. */
export function reconcileShuffled(input: ReconcileInput, seed: number): Reconciliation {
  const chance = new Chance(seed)
  const shuffled = <Row>(rows: readonly Row[]): Row[] => {
    const mixed = [...rows]
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = chance.below(at + 1)
      const [one, two] = [mixed[at], mixed[other]]
      if (one === undefined || two === undefined) continue
      mixed[at] = two
      mixed[other] = one
    }
    return mixed
  }
  return reconcile({
    ...input,
    payments: shuffled(input.payments),
    lines: shuffled(input.lines),
    batches: shuffled(input.batches),
    bankLines: shuffled(input.bankLines),
    statements: shuffled(input.statements),
    files: shuffled(input.files),
    contracts: shuffled(input.contracts),
    calendars: shuffled(input.calendars),
  })
}
