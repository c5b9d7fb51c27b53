'use client'

import type { FileReason } from '@counterfoil/services/funds/files'
import { useTranslations } from 'next-intl'

/** Why a file is where it is, in a few words, in a sentence, and what to do next. */
export function useReasonWords() {
  const translate = useTranslations('fundsFiles.reasons')
  return {
    shortReason: (reason: FileReason): string => translate(`${reason}.short`),
    whyAndNext: (reason: FileReason): readonly string[] => [translate(`${reason}.why`), translate(`${reason}.next`)],
  }
}
