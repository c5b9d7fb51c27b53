import type { TestKind } from '@counterfoil/services/commissioning'
import { useLocale, useTranslations } from 'next-intl'
import { formatMoney } from '../../components/format/money.ts'
import { formatSpan } from '../../components/format/span.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { useMethods } from './method-choices.ts'

type Figures = Readonly<Record<string, string | number>>

/** A second and less is told in milliseconds: clocks and arrivals are about them. */
const SECOND_MS = 1_000

/** The figures of a test in words: those that show it, or those that speak against it. */
export function useTestFigures(currency: string) {
  const translate = useTranslations('commissioning.tests')
  const reasonWord = useKnownWord('stores', 'reasons')
  const methods = useMethods()
  const locale = useLocale()
  const span = (ms: string | number | undefined) =>
    typeof ms !== 'number' ? '–' : Math.abs(ms) < SECOND_MS ? `${Math.round(ms)} ms` : formatSpan(ms, locale)
  const valuesOf = (figures: Figures) => ({
    ...figures,
    amount:
      typeof figures.amountMinor === 'number'
        ? formatMoney(
            { amountMinor: figures.amountMinor, currency: typeof figures.currency === 'string' ? figures.currency : currency },
            locale,
          )
        : '–',
    method: typeof figures.method === 'string' ? methods.nameOf(figures.method) : '–',
    arrived: span(figures.arrivedMs),
    gone: span(figures.goneMs),
    away: span(figures.awayMs),
    off: span(figures.offMs),
    reason: typeof figures.reason === 'string' ? reasonWord(figures.reason) : '–',
    lacks: lacksOf(figures.lacks),
    key: typeof figures.key === 'string' ? figures.key.slice(0, 16) : '–',
  })
  const lacksOf = (lacks: string | number | undefined) =>
    String(lacks ?? '')
      .split(' ')
      .filter((one): one is 'basket' | 'cashier' | 'late' => ['basket', 'cashier', 'late'].includes(one))
      .map((one) => translate(`lacks.${one}`))
      .join(', ')
  return {
    // Each kind's sentence takes the figures of its own kind.
    observed: (kind: TestKind, figures: Figures) => translate(`figures.${kind}`, valuesOf(figures) as never),
    failing: (kind: TestKind, figures: Figures) =>
      kind === 'sale' || kind === 'outage'
        ? translate(`failing.${kind}`, valuesOf(figures) as never)
        : translate(`figures.${kind}`, valuesOf(figures) as never),
  }
}
