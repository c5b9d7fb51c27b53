'use client'

import { useTranslations } from 'next-intl'

/** What a format is called; a mapping of the chain's own has its own name. */
export function useFormatWords(): (format: string) => string {
  const translate = useTranslations('fundsFiles.formats')
  return (format) => {
    // A point would lead into the messages below the key.
    const key = format.replaceAll('.', '_') as Parameters<typeof translate.has>[0]
    return translate.has(key) ? translate(key) : format
  }
}
