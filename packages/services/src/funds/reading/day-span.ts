/** A day with less than this of the rows of a file's fullest day has only stragglers in it: its own file is another. */
const SHARE = 0.3

/** The first and the last of some days, as texts that sort. */
export class DaySpan {
  first: string | null = null
  last: string | null = null

  add(day: string | null): void {
    if (day === null) return
    if (this.first === null || day < this.first) this.first = day
    if (this.last === null || day > this.last) this.last = day
  }
}

/** Days with how many rows are of each: of them come the days that a file is about. */
export class DayCounts {
  readonly #counts = new Map<string, number>()

  add(day: string | null): void {
    if (day !== null) this.#counts.set(day, (this.#counts.get(day) ?? 0) + 1)
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  span(): DaySpan {
    let most = 0
    for (const count of this.#counts.values()) most = Math.max(most, count)
    const span = new DaySpan()
    for (const [day, count] of this.#counts) if (count >= SHARE * most) span.add(day)
    return span
  }
}
