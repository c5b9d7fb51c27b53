import { dayNumber } from '../calendars/civil-day.ts'
import type { Contract } from '../contracts/contract.ts'
import { type ContractKey, type FoundContract, openContractFinder } from '../contracts/contract-finder.ts'

const MINUTE_MS = 60_000
const QUARTER_MINUTES = 15

export interface ContractClock {
  /** The contract that held then, and the number of the sales day it counts that instant to. */
  find(key: ContractKey, ms: number): FoundSalesDay
  /** The zone of a merchant account, for times that a file writes without one. */
  zoneOf(key: ContractKey): string | null
}
export type FoundSalesDay = { readonly contract: Contract; readonly salesDay: number } | null

/** Sales days close on whole quarters of an hour, or at least minutes, so each of a merchant account is asked for once. */
export function openContractClock(contracts: readonly Contract[]): ContractClock {
  const find = openContractFinder(contracts)
  const accounts = new Map<string, Map<number, FoundSalesDay>>()
  const onQuarters = contracts.every(({ salesDay }) => salesDay.closesAtMinute % QUARTER_MINUTES === 0)
  const stepMs = onQuarters ? QUARTER_MINUTES * MINUTE_MS : MINUTE_MS
  const zones = new Map(contracts.map((contract) => [nameOf(contract), contract.zone]))
  return {
    find(key, ms) {
      const name = nameOf(key)
      let steps = accounts.get(name)
      if (steps === undefined) {
        steps = new Map()
        accounts.set(name, steps)
      }
      const step = Math.floor(ms / stepMs)
      let found = steps.get(step)
      if (found === undefined) {
        found = dated(find(key, ms), ms)
        steps.set(step, found)
      }
      return found
    },
    zoneOf: (key) => zones.get(nameOf(key)) ?? null,
  }
}

const nameOf = ({ acquirer, merchantAccount, currency }: ContractKey): string => `${acquirer}\n${merchantAccount}\n${currency}`
const dated = (found: FoundContract, ms: number): FoundSalesDay =>
  found.ok ? { contract: found.contract, salesDay: dayNumber(found.clock.read(ms).salesDay) } : null
