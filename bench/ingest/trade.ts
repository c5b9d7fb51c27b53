import { canonicalJson } from '@counterfoil/audit'
import { findProtocol } from '@counterfoil/terminals/registry'
import type { DemoStore } from '../../tools/demo/chain.ts'
import { tradeHistory } from '../../tools/demo/history.ts'

const DAY_MS = 86_400_000

/** What one store's agent recorded in a day, as the canonical bodies of its outbox. */
export interface Traded {
  /** Start, configuration, terminals found: everything before the first payment. */
  readonly opening: readonly string[]
  readonly day: readonly string[]
  readonly payments: number
}

/** A day of one store, ending at `toMs`: the real driver against the real simulator, in virtual time. */
export function tradeDay(store: DemoStore, toMs: number): Traded {
  const protocol = findProtocol('zvt')
  if (protocol === undefined) throw new Error('the registry has no protocol zvt')
  const opening: string[] = []
  const day: string[] = []
  let payments = 0
  tradeHistory(store, {
    protocol,
    fromMs: toMs - DAY_MS,
    toMs,
    emit(event) {
      if (event.kind === 'payment.opened') payments += 1
      ;(payments === 0 ? opening : day).push(canonicalJson(event))
    },
  })
  return { opening, day, payments }
}
