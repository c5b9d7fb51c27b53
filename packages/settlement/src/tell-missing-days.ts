import { isCivilDay } from './calendars/civil-day.ts'
import type { ParseSink } from './model.ts'
import { quote } from './warning.ts'

const DAY = /^\d{4}-\d\d-\d\d(?!\d)/

/** A line of an acquirer on 30 February belongs to no day of sales, so a person has to look; its text is kept as it stands. */
export function tellMissingDays(sink: ParseSink): ParseSink {
  // Lines of a file share few days.
  let known = ''
  return {
    ...sink,
    line(line) {
      const day = DAY.exec(line.happenedAt ?? '')?.[0]
      if (day !== undefined && day !== known) {
        if (isCivilDay(day)) known = day
        else sink.warn({ code: 'date', severity: 'warning', line: line.at.line, message: `there is no day ${quote(day)}` })
      }
      sink.line(line)
    },
  }
}
