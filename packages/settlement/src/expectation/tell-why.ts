import { type CivilDay, weekdayOf } from '../calendars/civil-day.ts'
import type { ClosedDay } from '../calendars/joint-calendar.ts'
import type { Step } from './expectation.ts'
import { holidaysOf } from './expected-days.ts'
import { CHINESE, ENGLISH, type WhyWords } from './why-words.ts'

const WORDS = { en: ENGLISH, zh: CHINESE } as const satisfies Readonly<Record<string, WhyWords>>

/** The steps to a due date as one sentence: "Friday sale, T+2, Monday is a holiday (…): Wednesday 13 May". */
export function tellWhy(steps: readonly Step[], language: keyof typeof WORDS): string {
  const words: WhyWords = WORDS[language]
  const reasons = steps.flatMap((step) => tellStep(step, words))
  const arrival = steps.findLast(({ step }) => step === 'arrival') ?? steps.at(-1)
  if (!arrival) return ''
  const [, month = 1, day = 1] = arrival.day.split('-').map(Number)
  return words.arrival([...new Set(reasons)].join(words.between), weekdayName(arrival.day, words), words.day(month, day))
}

function tellStep(step: Step, words: WhyWords): string[] {
  switch (step.step) {
    case 'sale':
      return [words.sale(weekdayName(step.day, words))]
    case 'sales_day':
      return [words.salesDay(weekdayName(step.day, words), clockOf(step.closesAtMinute))]
    case 'capture':
      return [words.capture(step.delayDays)]
    case 'settlement':
      return [words.lag(step.lag), ...tellHolidays(step.skipped, words)]
    case 'payout': {
      const rhythm = step.frequency.every === 'week' && step.frequency.on.length >= 5 ? 'day' : step.frequency.every
      return [...(rhythm === 'day' ? [] : [words.paidOn(weekdayName(step.day, words))]), ...tellHolidays(step.skipped, words)]
    }
    case 'arrival':
      return [
        ...(step.afterCutOff ? [words.afterCutOff] : []),
        ...(step.lagDays > 0 ? [words.booking(step.lagDays)] : []),
        ...tellHolidays(step.skipped, words),
      ]
  }
}

/** A run of days of one holiday is told once, by its first day. */
function tellHolidays(skipped: readonly ClosedDay[], words: WhyWords): string[] {
  const first = new Map(
    holidaysOf(skipped)
      .toReversed()
      .map(({ day, because }) => [because, day]),
  )
  return [...first].reverse().map(([because, day]) => words.holiday(weekdayName(day, words), words.holidays[because] ?? because))
}

const weekdayName = (day: CivilDay, { weekdays }: WhyWords): string => weekdays[weekdayOf(day) - 1] ?? ''
const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
