'use client'

import type { Reach } from '@counterfoil/services/permissions'
import { useTranslations } from 'next-intl'
import { useAccessWords } from '../../components/access/use-access-words.ts'

interface ReachWordsProps {
  readonly reach: Reach
  readonly storeCodes: readonly string[]
}

const SHOWN_CODES = 4

/** Where somebody may look, short enough for a line: stores by their numbers, many of them counted. */
export function ReachWords({ reach, storeCodes }: ReachWordsProps) {
  const translate = useTranslations('people')
  const access = useAccessWords()
  if (reach.kind !== 'stores') return access.reach(reach)
  if (storeCodes.length === 0) return translate('noStore')
  const more = storeCodes.length - SHOWN_CODES
  const codes = storeCodes.slice(0, SHOWN_CODES).join(', ')
  return more > 0 ? translate('storesMore', { codes, count: more }) : translate('stores', { codes })
}
