'use client'

import type { ListedWitness } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatAge } from '../../components/format/age.ts'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'

/** Who else has seen the record lately, and how much of it. */
export function WitnessSection({ witnesses }: { readonly witnesses: readonly ListedWitness[] }) {
  const translate = useTranslations('audit.integrity')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  return (
    <Section title={translate('witnessTitle')}>
      {witnesses.length === 0 ? (
        <p className={classes.quiet}>{translate('witnessNone')}</p>
      ) : (
        <FactList
          facts={witnesses.map(({ place, agent, size, cosignedAtMs }) => ({
            label: place === agent ? place : `${place}, ${agent}`,
            value: `${translate('hereEntries', { size: formatCount(size, locale) })}, ${formatAge(cosignedAtMs, nowMs, { locale, timeZone })}`,
          }))}
        />
      )}
    </Section>
  )
}
