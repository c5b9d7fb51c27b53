'use client'

import type { ListedClass } from '@counterfoil/services/inspections'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatDate } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { Asked } from './asked.tsx'
import classes from './inspections.module.css'

const ClassDialog = dynamic(() => import('./class-dialog.tsx'), { ssr: false })

/** How often terminals of each risk are looked at, for what, and why. */
export function ClassesSection({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('inspections')
  const api = useApi()
  const [changing, setChanging] = useState<ListedClass | null>(null)
  const listed = useQuery(api.inspections.classes.queryOptions())
  return (
    <Asked of={listed}>
      {(all) => (
        <>
          {all.map((one) => (
            <Section
              key={one.class}
              title={translate(`classes.${one.class}`)}
              note={translate('waiting.every', { days: one.days })}
              aside={
                mayChange ? (
                  <Button
                    size="compact-sm"
                    aria-label={translate('class.changeNamed', { name: translate(`classes.${one.class}`) })}
                    onClick={() => setChanging(one)}
                  >
                    {translate('class.change')}
                  </Button>
                ) : null
              }
            >
              <ClassFacts one={one} />
            </Section>
          ))}
          {changing === null ? null : <ClassDialog of={changing} onClose={() => setChanging(null)} />}
        </>
      )}
    </Asked>
  )
}

function ClassFacts({ one: { version, items, versions } }: { readonly one: ListedClass }) {
  const translate = useTranslations('inspections')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  return (
    <>
      <ul className={classes.items}>
        {items.map((item) => (
          <li key={item}>{translate(`items.${item}`)}</li>
        ))}
      </ul>
      <p className={version === 0 ? classes.warn : classes.analysis}>{versions[0]?.analysis ?? translate('class.noAnalysis')}</p>
      {versions.length === 0 ? (
        <p className={classes.none}>{translate('class.own')}</p>
      ) : (
        <ul className={classes.versions}>
          {versions.map((each) => (
            <li key={each.version}>
              {translate('class.line', {
                version: each.version,
                days: each.days,
                time: formatDate(each.setAtMs, place),
                by: each.setBy ?? translate('class.somebody'),
                reason: each.reason,
              })}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
