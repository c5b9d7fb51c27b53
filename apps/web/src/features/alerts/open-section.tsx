'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { AlertTable } from './alert-table.tsx'
import classes from './alerts.module.css'
import { Asked } from './asked.tsx'

const AGAIN_MS = 15_000

/** What is bad now, the critical first. */
export function OpenSection({ mayAcknowledge }: { readonly mayAcknowledge: boolean }) {
  const translate = useTranslations('alerts')
  const api = useApi()
  const open = useQuery(
    api.alerts.list.queryOptions({ state: 'open', rule: null, severity: null }, { refetchInterval: AGAIN_MS }),
  )
  return (
    <Section title={translate('open.title')} note={translate('open.note')}>
      <Asked of={open}>
        {({ alerts, more }) =>
          alerts.length === 0 ? (
            <p className={classes.none}>{translate('open.none')}</p>
          ) : (
            <>
              <AlertTable alerts={alerts} mayAcknowledge={mayAcknowledge} />
              {more ? <p className={classes.none}>{translate('more', { count: alerts.length })}</p> : null}
            </>
          )
        }
      </Asked>
    </Section>
  )
}
