'use client'

import type { PersonalShown } from '@counterfoil/services/audit'
import { useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import { EraseButton } from '../audit-review/index.ts'
import classes from './entry-detail.module.css'

interface PersonalSectionProps {
  readonly personal: readonly PersonalShown[]
  /** The entry whose values the reader may erase; null for whoever may not. */
  readonly erasable?: string | null
}

/** Values that may be erased one day; of those that were, only the commitment is left. */
export function PersonalSection({ personal, erasable = null }: PersonalSectionProps) {
  const translate = useTranslations('audit.detail')
  if (personal.length === 0) return null
  return (
    <Section
      title={translate('personal')}
      aside={erasable !== null && personal.some(({ value }) => value !== null) ? <EraseButton entry={erasable} /> : null}
    >
      <FactList
        facts={personal.map(({ name, value }) => ({
          label: name,
          value: value ?? <span className={classes.erased}>{translate('erased')}</span>,
        }))}
      />
    </Section>
  )
}
