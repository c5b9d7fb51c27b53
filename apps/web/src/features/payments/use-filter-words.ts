import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDay, formatHourMinute } from '../../components/format/date-time.ts'
import { parseLocalTime } from '../../components/format/local-time.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import type { FilterName } from './filter-in-address.ts'

const labelKeys = {
  outcome: 'outcome',
  kind: 'kind',
  scheme: 'scheme',
  funding: 'funding',
  wallet: 'wallet',
  currency: 'currency',
  min: 'minimum',
  max: 'maximum',
  from: 'from',
  to: 'to',
  lane: 'lane',
  terminal: 'terminal',
  last4: 'last4',
  basket: 'basket',
  receipt: 'receipt',
} as const satisfies Record<FilterName, string>

/** A filter as people read it: "Outcome" "Declined". */
export function useFilterWords(): (name: FilterName, value: string) => { readonly label: string; readonly value: string } {
  const translate = useTranslations('payments.filter')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const words: Partial<Record<FilterName, (code: string) => string>> = {
    outcome: useKnownWord('status', 'outcome'),
    kind: useKnownWord('payments', 'kinds'),
    scheme: useKnownWord('payments', 'schemes'),
    funding: useKnownWord('payments', 'fundings'),
    wallet: useKnownWord('payments', 'wallets'),
  }
  const time = (text: string) => {
    const atMs = parseLocalTime(text, place.timeZone)
    return atMs === null ? text : `${formatDay(atMs, place, atMs)} ${formatHourMinute(atMs, place)}`
  }
  return (name, value) => ({
    label: translate(labelKeys[name]),
    value: name === 'from' || name === 'to' ? time(value) : (words[name]?.(value) ?? value),
  })
}
