/** Indexes [from, to) of the log; `to` is the size of a checkpoint. */
export interface LogRange {
  readonly from: number
  readonly to: number
}
