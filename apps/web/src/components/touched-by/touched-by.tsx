'use client'

import type { TouchableType } from '@counterfoil/services/audit/vocabulary'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useFramePerson } from '../frame/frame-person.tsx'

interface TouchedByProps {
  readonly type: TouchableType
  readonly id: string | number
}

/** Leads to all entries of the record about one thing, for whoever may read it. */
export function TouchedBy({ type, id }: TouchedByProps) {
  const translate = useTranslations('common')
  const { pages } = useFramePerson()
  if (!pages.includes('/audit')) return null
  return (
    <Link href={`/audit?thing=${encodeURIComponent(`${type}:${id}`)}`} data-link>
      {translate('touchedBy')}
    </Link>
  )
}
