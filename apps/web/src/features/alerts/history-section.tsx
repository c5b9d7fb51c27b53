'use client'

import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { alertRuleNames as alertRules } from '../system/index.ts'
import { AlertTable } from './alert-table.tsx'
import classes from './alerts.module.css'
import { Asked } from './asked.tsx'

/** What was bad and ended, by rule and severity. */
export function HistorySection() {
  const translate = useTranslations('alerts')
  const ruleName = useTranslations('system.alerts.rules')
  const api = useApi()
  const [ruleText, setRule] = useState<string | null>(null)
  const [severityText, setSeverity] = useState<string | null>(null)
  const rule = alertRules.find((each) => each === ruleText) ?? null
  const severity = severityText === 'critical' || severityText === 'warning' ? severityText : null
  const ended = useQuery(api.alerts.list.queryOptions({ state: 'ended', rule, severity }))
  return (
    <Section title={translate('history.title')} note={translate('history.note')}>
      <div className={classes.bar}>
        <Select
          label={translate('rule')}
          placeholder={translate('history.everyRule')}
          data={alertRules.map((value) => ({ value, label: ruleName(value) }))}
          value={rule}
          onChange={setRule}
          clearable
        />
        <Select
          label={translate('severity')}
          placeholder={translate('history.everySeverity')}
          data={(['critical', 'warning'] as const).map((value) => ({ value, label: translate(`severities.${value}`) }))}
          value={severity}
          onChange={setSeverity}
          clearable
        />
      </div>
      <Asked of={ended}>
        {({ alerts, more }) =>
          alerts.length === 0 ? (
            <p className={classes.none}>{translate('history.none')}</p>
          ) : (
            <>
              <AlertTable alerts={alerts} mayAcknowledge={false} />
              {more ? <p className={classes.none}>{translate('more', { count: alerts.length })}</p> : null}
            </>
          )
        }
      </Asked>
    </Section>
  )
}
