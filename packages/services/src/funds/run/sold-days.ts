/** How many payments a merchant account, or an acquirer's accounts together, took on each sales day. */
export class SoldDays {
  readonly #counts = new Map<string, number>()

  add(acquirer: string, merchantAccount: string, day: number, count: number): void {
    for (const key of [`${acquirer}\n${day}`, `${acquirer}\n${day}\n${merchantAccount}`])
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
  }

  /** `merchantAccount`: null for all of them. */
  count(acquirer: string, merchantAccount: string | null, day: number): number {
    return this.#counts.get(merchantAccount === null ? `${acquirer}\n${day}` : `${acquirer}\n${day}\n${merchantAccount}`) ?? 0
  }

  has(acquirer: string, merchantAccount: string, day: number): boolean {
    return this.count(acquirer, merchantAccount, day) > 0
  }
}
