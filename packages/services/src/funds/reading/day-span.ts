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
