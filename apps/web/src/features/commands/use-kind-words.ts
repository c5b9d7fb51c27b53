'use client'

import { useTranslations } from 'next-intl'

/** What a command is called; one of a later version by its own name. */
export function useKindWords(): (kind: string) => string {
  const translate = useTranslations('commands.kinds')
  return (kind) => {
    const key = kind as Parameters<typeof translate.has>[0]
    return translate.has(key) ? translate(key as 'agent.status') : kind
  }
}
