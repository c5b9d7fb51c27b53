'use client'

import { useTranslations } from 'next-intl'

/** The kind of a row; for one this page has no word for, what the file's reader calls it. */
export function useKindWords(): (kind: string) => string {
  const translate = useTranslations('fundsFiles.kinds')
  return (kind) => {
    const key = kind as Parameters<typeof translate.has>[0]
    return translate.has(key) ? translate(key) : kind
  }
}
