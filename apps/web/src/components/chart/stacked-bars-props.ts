export interface StackedBarsProps {
  /** One for each bar; of two lines where it is an array. */
  readonly labels: readonly (string | readonly string[])[]
  /** From the ground up: what is certain, what is expected, what is overdue. */
  readonly parts: readonly {
    readonly name: string
    readonly values: readonly number[]
    readonly look: 'solid' | 'quiet' | 'alarm'
  }[]
  readonly formatTick: (value: number) => string
  readonly formatValue: (value: number) => string
  /** On top of each bar: the sum of its parts; none leaves it out. */
  readonly formatTotal?: (value: number) => string
}
