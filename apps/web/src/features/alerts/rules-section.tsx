'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { ListedRule } from '@counterfoil/services/alerts'
import { Button, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatSpan } from '../../components/format/span.ts'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import { formatAlertValue } from '../system/index.ts'
import classes from './alerts.module.css'
import { Asked } from './asked.tsx'
import { PlaceField } from './place-field.tsx'
import { RuleDialog } from './rule-dialog.tsx'

/** By which figures alerts are raised at a place, and the level they come from. */
export function RulesSection({ mayChange }: { readonly mayChange: boolean }) {
  const translate = useTranslations('alerts')
  const ruleName = useTranslations('system.alerts.rules')
  const locale = useLocale()
  const api = useApi()
  const [place, setPlace] = useState<WatchScope>({ kind: 'chain' })
  const [changing, setChanging] = useState<ListedRule | null>(null)
  const here = useQuery(api.alerts.rules.queryOptions({ place }))
  const figure = (rule: ListedRule, value: number) => formatAlertValue(rule.rule, value, locale) ?? translate('isSo')
  return (
    <Section title={translate('rules.title')} note={translate('rules.note')}>
      <div className={classes.bar}>
        <PlaceField place={place} onChange={setPlace} />
      </div>
      <Asked of={here}>
        {({ rules, mayChange: isOwn }) => (
          <DataTable caption={translate('rules.title')} rowHeight={42} stacked>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{translate('rule')}</Table.Th>
                <Table.Th>{translate('rules.raised')}</Table.Th>
                <Table.Th>{translate('rules.ended')}</Table.Th>
                <Table.Th>{translate('severity')}</Table.Th>
                <Table.Th>{translate('rules.from')}</Table.Th>
                <Table.Th>{translate('rules.change')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rules.map((rule) => {
                const { figures } = rule
                return (
                  <Table.Tr key={rule.rule}>
                    <Table.Td>{ruleName(rule.rule)}</Table.Td>
                    <Table.Td data-label={translate('rules.raised')}>
                      {figures.isOn ? figure(rule, figures.raiseAt) : translate('rules.off')}
                      {figures.isOn ? (
                        <span className={classes.second}>
                          {translate('rules.after', { span: formatSpan(figures.raiseAfterSeconds * 1_000, locale) })}
                        </span>
                      ) : null}
                    </Table.Td>
                    <Table.Td data-label={translate('rules.ended')}>
                      {figures.isOn && formatAlertValue(rule.rule, 1, locale) !== null ? figure(rule, figures.endAt) : '–'}
                      {figures.isOn ? (
                        <span className={classes.second}>
                          {translate('rules.after', { span: formatSpan(figures.endAfterSeconds * 1_000, locale) })}
                        </span>
                      ) : null}
                    </Table.Td>
                    <Table.Td data-label={translate('severity')}>{translate(`severities.${figures.severity}`)}</Table.Td>
                    <Table.Td data-label={translate('rules.from')}>
                      {translate(`rules.levels.${rule.from ?? 'program'}`)}
                      {rule.version === 0 ? null : (
                        <span className={classes.second}>{translate('rules.version', { version: rule.version })}</span>
                      )}
                    </Table.Td>
                    <Table.Td data-label={translate('rules.change')}>
                      {mayChange && isOwn ? (
                        <Button
                          size="compact-sm"
                          aria-label={translate('rules.changeOf', { rule: ruleName(rule.rule) })}
                          onClick={() => setChanging(rule)}
                        >
                          {translate('rules.change')}
                        </Button>
                      ) : (
                        '–'
                      )}
                    </Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </DataTable>
        )}
      </Asked>
      {changing === null ? null : <RuleDialog place={place} rule={changing} onClose={() => setChanging(null)} />}
    </Section>
  )
}
