'use client'

import type { LogKey } from '@counterfoil/services/audit'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-page.module.css'

/** Which key signs the record, by its fingerprint, and which did before. */
export function KeysSection({ keys, origin }: { readonly keys: readonly LogKey[]; readonly origin: string }) {
  const translate = useTranslations('audit.integrity')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  return (
    <Section title={translate('keys')}>
      {keys.length === 0 ? <p className={classes.quiet}>{translate('keysNone')}</p> : null}
      <FactList
        facts={[
          ...(origin === ''
            ? []
            : [{ label: translate('origin'), value: <span className={classes.wide}>{origin}</span>, code: true }]),
          ...keys.map(({ fingerprint, since, inUse }) => ({
            label: `${translate(inUse ? 'inUse' : 'former')}, ${translate('keySince', { time: formatDate(since.getTime(), place) })}`,
            value: fingerprint,
            code: true,
          })),
        ]}
      />
    </Section>
  )
}
