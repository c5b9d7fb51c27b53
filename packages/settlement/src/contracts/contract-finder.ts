import type { CannotSay } from '../expectation/expectation.ts'
import { openSalesDayClock, type SalesDayClock } from '../expectation/sales-day.ts'
import type { Contract } from './contract.ts'

export interface HeldContract {
  readonly contract: Contract
  readonly clock: SalesDayClock
}
export type FoundContract = ({ readonly ok: true } & HeldContract) | { readonly ok: false; readonly reason: CannotSay }
export type ContractKey = Pick<Contract, 'acquirer' | 'merchantAccount' | 'currency'>
export type ContractFinder = (key: ContractKey, happenedAtMs: number) => FoundContract

const keyOf = ({ acquirer, merchantAccount, currency }: ContractKey): string => `${acquirer}\n${merchantAccount}\n${currency}`

/** Which contract held at an instant: by its own clock, the newest version, and never one of two. The order of the contracts does not matter. */
export function openContractFinder(contracts: readonly Contract[]): ContractFinder {
  const byKey = new Map<string, HeldContract[]>()
  for (const contract of contracts) {
    const held = { contract, clock: openSalesDayClock(contract) }
    const key = keyOf(contract)
    const others = byKey.get(key)
    if (others) others.push(held)
    else byKey.set(key, [held])
  }
  return (key, ms) => {
    const holding = (byKey.get(keyOf(key)) ?? []).filter(({ contract, clock }) => {
      const { salesDay } = clock.read(ms)
      return contract.validFrom <= salesDay && salesDay <= (contract.validTo ?? '9999-12-31')
    })
    const ids = [...new Set(holding.map(({ contract }) => contract.id))].sort()
    if (ids.length > 1) return { ok: false, reason: { kind: 'two_contracts', contracts: ids } }
    const newest = Math.max(...holding.map(({ contract }) => contract.version))
    const chosen = holding.filter(({ contract }) => contract.version === newest)
    if (chosen.length > 1)
      return { ok: false, reason: { kind: 'two_contracts', contracts: chosen.map(({ contract }) => contract.id) } }
    const [only] = chosen
    const { acquirer, merchantAccount, currency } = key
    return only ? { ok: true, ...only } : { ok: false, reason: { kind: 'no_contract', acquirer, merchantAccount, currency } }
  }
}
