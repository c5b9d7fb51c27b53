import { dayNumber } from '../calendars/civil-day.ts'
import type { Contract } from '../contracts/contract.ts'
import { type ContractKey, type FoundContract, openContractFinder } from '../contracts/contract-finder.ts'

const MINUTE_MS = 60_000

export interface ContractClock {
  /** The contract that held then, and the number of the sales day it counts that instant to. */
  find(key: ContractKey, ms: number): FoundSalesDay
  /** The zone of a merchant account, for times that a file writes without one. */
  zoneOf(key: ContractKey): string | null
}
export type FoundSalesDay = { readonly contract: Contract; readonly salesDay: number } | null

/** Sales days close on whole minutes, so each minute of a merchant account is asked for once. */
export function openContractClock(contracts: readonly Contract[]): ContractClock {
  const find = openContractFinder(contracts)
  const accounts = new Map<string, Map<number, FoundSalesDay>>()
  const zones = new Map(contracts.map((contract) => [nameOf(contract), contract.zone]))
  return {
    find(key, ms) {
      const name = nameOf(key)
      let minutes = accounts.get(name)
      if (minutes === undefined) {
        minutes = new Map()
        accounts.set(name, minutes)
      }
      const minute = Math.floor(ms / MINUTE_MS)
      let found = minutes.get(minute)
      if (found === undefined) {
        found = dated(find(key, ms), ms)
        minutes.set(minute, found)
      }
      return found
    },
    zoneOf: (key) => zones.get(nameOf(key)) ?? null,
  }
}

const nameOf = ({ acquirer, merchantAccount, currency }: ContractKey): string => `${acquirer}\n${merchantAccount}\n${currency}`
const dated = (found: FoundContract, ms: number): FoundSalesDay =>
  found.ok ? { contract: found.contract, salesDay: dayNumber(found.clock.read(ms).salesDay) } : null
