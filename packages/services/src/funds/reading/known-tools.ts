import {
  type Contract,
  type ContractClock,
  openContractClock,
  openPayoutDays,
  openTimeReader,
  type TimeReader,
} from '@counterfoil/settlement/funds'
import type { Known } from './read-known.ts'

/** What is made of what the chain knows once, and not for each of its files: a chain has hundreds of contracts. */
export interface KnownTools {
  readonly clock: ContractClock
  readonly times: TimeReader
  readonly payoutDays: ReturnType<typeof openPayoutDays>
  readonly contractsOf: (merchantAccount: string) => readonly Contract[]
}

export function openKnownTools({ contracts, calendars }: Known): KnownTools {
  const ofMerchant = Map.groupBy(contracts, ({ merchantAccount }) => merchantAccount)
  return {
    clock: openContractClock(contracts),
    times: openTimeReader(),
    payoutDays: openPayoutDays(calendars),
    contractsOf: (merchantAccount) => ofMerchant.get(merchantAccount) ?? [],
  }
}
