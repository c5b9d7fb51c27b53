'use client'

import { useTranslations } from 'next-intl'
import { useCallback } from 'react'

export interface RefusedAnswer {
  /** Why, in a word for programs: that of the refusal itself, else its kind. */
  readonly reason: string
  /** Inputs at fault. */
  readonly fields?: string
  /** What the server says, in English. */
  readonly message: string
}

/** A refusal in the page's language; null for one without words here, which a page may have its own for. */
export function useRefusedWords(): (refused: RefusedAnswer) => string | null {
  const translate = useTranslations('refusals')
  return useCallback(
    ({ reason, fields, message }) => {
      const key = reason as Parameters<typeof translate.has>[0]
      return translate.has(key) ? translate(key, { fields: fields || 'none', message }) : null
    },
    [translate],
  )
}
