'use client'

import type { Why } from '@counterfoil/services/funds'
import { useLocale, useTranslations } from 'next-intl'
import { languageTags } from '../../../i18n/locales.ts'

/** The reasons of an expectation as one sentence: "Sale on Fri 8 May; T+2, Mon 11 May is a holiday; booked Wed 13 May". */
export function useWhyWords(): (why: readonly Why[]) => string {
  const translate = useTranslations('payments.money')
  const locale = useLocale()
  const closedWord = (because: string) =>
    translate.has(`closed.${because}` as 'closed.weekend')
      ? translate(`closed.${because}` as 'closed.weekend')
      : because.replaceAll('_', ' ')
  const format = new Intl.DateTimeFormat(languageTags[locale], {
    weekday: 'short',
    day: 'numeric',
    month: locale === 'zh' ? 'long' : 'short',
    timeZone: 'UTC',
  })
  const dayWords = (day: string) => format.format(new Date(`${day}T12:00:00Z`)).replace(',', '')
  const skippedWords = (skipped: Why['skipped']) =>
    [...Map.groupBy(skipped, ({ because }) => because)]
      .map(([because, days]) => {
        const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? '']
        const span = first === last ? dayWords(first) : translate('span', { first: dayWords(first), last: dayWords(last) })
        return translate('closedOn', { days: span, because: closedWord(because) })
      })
      .join(translate('comma'))
  return (why) =>
    why
      .flatMap((one) => {
        const words = stepWords(one)
        return words === null
          ? []
          : one.skipped.length === 0
            ? [words]
            : [`${words}${translate('comma')}${skippedWords(one.skipped)}`]
      })
      .join(translate('semicolon'))

  function stepWords({ step, day, count, afterCutOff, skipped }: Why): string | null {
    const at = { day: dayWords(day) }
    switch (step) {
      case 'sale':
        return translate('why.sale', at)
      case 'sales_day':
        return translate('why.salesDay', { ...at, time: minuteWords(count ?? 0) })
      case 'capture':
        return count === 0 ? null : translate('why.capture', { ...at, count: count ?? 0 })
      case 'settlement':
        return translate('why.settlement', { ...at, lag: count ?? 0 })
      case 'payout':
        return translate('why.payout', at)
      case 'arrival':
        return afterCutOff
          ? translate('why.arrivalLate', at)
          : count === 0 && skipped.length === 0
            ? translate('why.arrivalSame', at)
            : translate('why.arrival', at)
    }
  }
}

const minuteWords = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
