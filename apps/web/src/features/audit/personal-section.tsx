'use client'

import type { PersonalShown } from '@counterfoil/services/audit'
import { useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { Section } from '../../components/section/section.tsx'
import classes from './entry-detail.module.css'

/** Values that may be erased one day; of those that were, only the commitment is left. */
export function PersonalSection({ personal }: { readonly personal: readonly PersonalShown[] }) {
  const translate = useTranslations('audit.detail')
  if (personal.length === 0) return null
  return (
    <Section title={translate('personal')}>
      <FactList
        facts={personal.map(({ name, value }) => ({
          label: name,
          value: value ?? <span className={classes.erased}>{translate('erased')}</span>,
        }))}
      />
    </Section>
  )
}
