'use client'

import type { ShownFinding } from '@counterfoil/services/device-health'
import { useLocale, useTranslations } from 'next-intl'
import { formatPercent } from '../../components/format/number.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'

const SHARES = new Set(['share', 'usual', 'free'])

/** A finding in words: what it is, the figures that say so, and what to do next. */
export function useHealthWords() {
  const translate = useTranslations('health.codes')
  const reasonWord = useKnownWord('stores', 'reasons')
  const locale = useLocale()
  return ({ code, figures }: Pick<ShownFinding, 'code' | 'figures'>) => {
    const values: Record<string, string | number> = {}
    for (const [name, value] of Object.entries(figures)) {
      if (value === null) continue
      values[name] = typeof value === 'number' && SHARES.has(name) ? formatPercent(value, locale) : value
    }
    const { text } = figures
    const reason = typeof figures.reason === 'string' ? reasonWord(figures.reason) : null
    values.reason = [reason, typeof text === 'string' ? text : null].filter((part) => part !== null).join(', ') || '–'
    return {
      title: translate(`${code}.title`),
      // Each code's sentence takes the figures of its own code.
      why: translate(`${code}.why`, values as never),
      next: translate(`${code}.next`),
    }
  }
}
