'use client'

import type { WatchScope } from '@counterfoil/protocol'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatCount } from '../../components/format/number.ts'
import { Section } from '../../components/section/section.tsx'
import { languageTags } from '../../i18n/locales.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './approvals-section.module.css'

/** The calendar of PTS approvals that end, by month: which models, and how many of them. */
export function ApprovalsSection({ scope }: { readonly scope: WatchScope }) {
  const translate = useTranslations('devices.approvals')
  const locale = useLocale()
  const api = useApi()
  const today = new Date(useNowMs()).toISOString().slice(0, 10)
  const approvals = useQuery(api.devices.approvals.queryOptions({ scope }))
  const months = Map.groupBy(approvals.data ?? [], ({ endsOn }) => endsOn.slice(0, 7))
  const monthName = (month: string) =>
    new Intl.DateTimeFormat(languageTags[locale], { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      new Date(`${month}-01T00:00:00Z`),
    )
  return (
    <Section title={translate('title')}>
      {approvals.data?.length === 0 ? <p className={classes.none}>{translate('none')}</p> : null}
      {[...months].map(([month, ending]) => (
        <div key={month} className={classes.month}>
          <h3 data-over={month < today.slice(0, 7) || undefined}>{monthName(month)}</h3>
          <ul>
            {ending.map(({ endsOn, make, model, approvalNumber, devices }) => (
              <li key={`${endsOn} ${make} ${model} ${approvalNumber}`}>
                <span className={classes.what}>
                  {[make, model].filter(Boolean).join(' ') || translate('unnamed')}
                  <small>
                    {approvalNumber} {endsOn}
                    {endsOn < today ? ` · ${translate('over')}` : ''}
                  </small>
                </span>
                <span>{formatCount(devices, locale)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Section>
  )
}
