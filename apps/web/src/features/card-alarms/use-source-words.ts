'use client'

import type { ListedCardAlarm } from '@counterfoil/services/card-alarms'
import { useTranslations } from 'next-intl'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'

/** Where a number was found and who brought it, in words. */
export function useSourceWords() {
  const translate = useTranslations('cardAlarms')
  const kindWord = useKnownWord('cardAlarms', 'sources')
  return {
    whereOf: ({ place, source, till }: Pick<ListedCardAlarm, 'place' | 'source' | 'till'>): string => {
      if (place.startsWith('till.') || till !== null) return translate('where.till')
      if (source.kind === 'terminal' || place.startsWith('terminal.')) return translate('where.terminal')
      if (source.kind === 'agent') return translate('where.agent')
      return translate('where.input')
    },
    sourceOf: ({ source, till }: Pick<ListedCardAlarm, 'source' | 'till'>): string => {
      const name = till ?? source.name ?? source.id
      return translate('sourceNamed', { kind: kindWord(till === null ? source.kind : 'till'), name })
    },
  }
}
