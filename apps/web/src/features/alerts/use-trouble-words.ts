'use client'

import { useTranslations } from 'next-intl'

/** Why something was not taken, in words; the destination's own answer where it gave one. */
export function useTroubleWords(): (trouble: string) => string {
  const translate = useTranslations('alerts.trouble')
  return (trouble) => {
    const key = trouble as Parameters<typeof translate.has>[0]
    if (translate.has(key)) return translate(key)
    const [, answer] = /^answer_(\d+)$/.exec(trouble) ?? []
    if (answer !== undefined) return translate('answered', { answer })
    const [, error] = /^error_(-?\d+)$/.exec(trouble) ?? []
    return error === undefined ? translate('other', { trouble }) : translate('robot', { error })
  }
}
