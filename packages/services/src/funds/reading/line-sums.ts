import { add, type Decimal, formatDecimal, type SettlementLine, ZERO } from '@counterfoil/settlement'

/** What some lines of an acquirer come to, exactly. */
export class LineSums {
  lines = 0
  #gross: Decimal = ZERO
  #fees: Decimal = ZERO
  #net: Decimal = ZERO

  /** A gross amount in another currency than the payout's is what it came to. */
  add({ gross, grossCurrency, currency, fees, net }: SettlementLine): void {
    this.lines += 1
    const taken = gross !== null && (grossCurrency ?? currency) === currency ? gross : add(net, fees)
    this.#gross = add(this.#gross, taken)
    this.#fees = add(this.#fees, fees)
    this.#net = add(this.#net, net)
  }

  format(): { gross: string; fees: string; net: string; lines: number } {
    return {
      gross: formatDecimal(this.#gross),
      fees: formatDecimal(this.#fees),
      net: formatDecimal(this.#net),
      lines: this.lines,
    }
  }
}
