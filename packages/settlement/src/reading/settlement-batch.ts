import { add, type Decimal, negate, ZERO } from '../decimal.ts'
import type { SettlementLine } from '../model.ts'

/** What one batch of one file comes to, exactly; see `checkBatch` for what has to tie. */
export interface SettlementBatch {
  readonly payout: string
  readonly acquirer: string
  readonly merchantAccount: string
  readonly currency: string
  readonly batch: string
  readonly file: string
  readonly fileNumber: number
  readonly lines: number
  readonly lineNets: Decimal
  readonly adjustments: Decimal
  /** Held above zero, released below. */
  readonly reserve: Decimal
  readonly carriedIn: Decimal
  readonly carriedOut: Decimal
  /** What the file says was sent; null where it does not say. */
  readonly announced: Decimal | null
  readonly returned: Decimal
  /** Whether the lines move an account that pays out when it likes. */
  readonly hasBalance: boolean
  /** What the file calls the payout; the contract's pattern finds its references in them. */
  readonly labels: readonly string[]
  /** Sales day → how many sales and refunds. */
  readonly salesDays: ReadonlyMap<number, number>
  /** Day of the payout's own line. */
  readonly sentDay: number | null
  readonly reserves: readonly ReserveMovement[]
}

export interface ReserveMovement {
  readonly id: string
  /** Held above zero, released below. */
  readonly amount: Decimal
  readonly day: number | null
}

export type BatchHead = Pick<
  SettlementBatch,
  'payout' | 'acquirer' | 'merchantAccount' | 'currency' | 'batch' | 'file' | 'fileNumber'
>
export interface LineOfBatch {
  readonly line: SettlementLine
  readonly id: string
  readonly day: number | null
}

/** Adds lines up as they are read; it does not grow with them. */
export class BatchSums {
  private readonly head: BatchHead
  private lines = 0
  private lineNets = ZERO
  private adjustments = ZERO
  private reserve = ZERO
  private carriedIn = ZERO
  private carriedOut = ZERO
  private announced: Decimal | null = null
  private returned = ZERO
  private hasBalance = false
  private sentDay: number | null = null
  private readonly labels = new Set<string>()
  private readonly salesDays = new Map<number, number>()
  private readonly reserves: ReserveMovement[] = []

  constructor(head: BatchHead) {
    this.head = head
  }

  add({ line, id, day }: LineOfBatch): void {
    this.lines += 1
    if (line.balanceAfter !== null) this.hasBalance = true
    if (line.payoutReference !== null) this.labels.add(line.payoutReference)
    switch (line.kind) {
      case 'payout':
        this.announced = add(this.announced ?? ZERO, negate(line.net))
        this.sentDay ??= day
        break
      case 'payout-returned':
        this.returned = add(this.returned, line.net)
        break
      case 'reserve':
        this.reserve = add(this.reserve, negate(line.net))
        this.reserves.push({ id, amount: negate(line.net), day })
        break
      case 'transfer':
        if (line.net.units > 0n) this.carriedIn = add(this.carriedIn, line.net)
        else this.carriedOut = add(this.carriedOut, negate(line.net))
        break
      case 'adjustment':
      case 'other':
        this.adjustments = add(this.adjustments, line.net)
        break
      default:
        this.lineNets = add(this.lineNets, line.net)
        if (day !== null && (line.kind === 'sale' || line.kind === 'refund'))
          this.salesDays.set(day, (this.salesDays.get(day) ?? 0) + 1)
    }
  }

  read(): SettlementBatch {
    const { lines, lineNets, adjustments, reserve, carriedIn, carriedOut, announced, returned, hasBalance, sentDay } = this
    return {
      ...this.head,
      ...{ lines, lineNets, adjustments, reserve, carriedIn, carriedOut, announced, returned, hasBalance, sentDay },
      labels: [...this.labels],
      salesDays: this.salesDays,
      reserves: this.reserves,
    }
  }
}
