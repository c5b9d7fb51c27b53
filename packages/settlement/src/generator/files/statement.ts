/** One entry of a statement, before it is written. */
export interface BankEntry {
  /** Signed: a credit is above zero. */
  readonly amountMinor: number
  readonly name: string
  readonly text: string
  readonly bankReference: string
}

export interface Statement {
  readonly account: string
  readonly currency: string
  readonly day: number
  readonly sequence: number
  readonly message: string
  readonly openingMinor: number
  readonly closingMinor: number
  readonly entries: readonly BankEntry[]
}
