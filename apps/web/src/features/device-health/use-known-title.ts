'use client'

import { useTranslations } from 'next-intl'
import { shownCodes } from './health-look.ts'

/** The word of a finding whose code came as text, e.g. from an alert. */
export function useKnownTitle(): (code: string) => string {
  const translate = useTranslations('health.codes')
  return (code) => {
    const known = shownCodes.find((one) => one === code)
    return known === undefined ? code : translate(`${known}.title`)
  }
}
