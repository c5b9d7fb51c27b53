'use client'

import type { WatchScope } from '@counterfoil/protocol'
import type { ListedRule, RuleFigures } from '@counterfoil/services/alerts'
import { Button, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DialogForm } from '../../components/dialog-form/dialog-form.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useApi } from '../../trpc/client.tsx'
import classes from './alerts.module.css'
import { useAlertChange } from './use-alert-change.ts'

interface RuleDialogProps {
  readonly place: WatchScope
  readonly rule: ListedRule
  readonly onClose: () => void
}

/** All figures of one rule at one place, why, and what was said there before. */
export function RuleDialog({ place, rule, onClose }: RuleDialogProps) {
  const translate = useTranslations('alerts')
  const ruleName = useTranslations('system.alerts.rules')
  const locale = useLocale()
  const timeZone = useTimeZone()
  const nowMs = useNowMs()
  const api = useApi()
  const { words, change } = useAlertChange(onClose)
  const mutation = useMutation(api.alerts.changeRule.mutationOptions(change))
  const [figures, setFigures] = useState<RuleFigures>(rule.figures)
  const [reason, setReason] = useState('')
  // Shares are typed as people say them.
  const factor = rule.unit === 'share' ? 100 : 1
  const send = (said: RuleFigures | null) =>
    mutation.mutate({ place, rule: rule.rule, before: rule.version, figures: said, reason: reason.trim() })
  const number = (field: 'raiseAt' | 'endAt' | 'raiseAfterSeconds' | 'endAfterSeconds', by: number, label: string) => (
    <NumberInput
      label={label}
      min={0}
      value={Number((figures[field] * by).toPrecision(12))}
      onChange={(value) => setFigures({ ...figures, [field]: Number(value) / by })}
      allowDecimal={field === 'raiseAt' || field === 'endAt'}
    />
  )
  return (
    <DialogForm
      title={ruleName(rule.rule)}
      why={translate(`rules.bad.${rule.bad}`)}
      submit={translate('rules.submit')}
      busy={mutation.isPending}
      ready={reason.trim() !== ''}
      problem={mutation.error === null ? null : words(mutation.error)}
      onSubmit={() => send(figures)}
      onClose={onClose}
    >
      <Switch
        label={translate('rules.on')}
        checked={figures.isOn}
        onChange={(event) => setFigures({ ...figures, isOn: event.currentTarget.checked })}
      />
      {number('raiseAt', factor, translate(`rules.raiseAt.${rule.unit}`))}
      {number('raiseAfterSeconds', 1, translate('rules.raiseAfter'))}
      {number('endAt', factor, translate(`rules.endAt.${rule.unit}`))}
      {number('endAfterSeconds', 1, translate('rules.endAfter'))}
      <Select
        label={translate('severity')}
        data={(['critical', 'warning'] as const).map((value) => ({ value, label: translate(`severities.${value}`) }))}
        value={figures.severity}
        onChange={(value) => setFigures({ ...figures, severity: value === 'critical' ? 'critical' : 'warning' })}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        label={translate('reason')}
        required
        withAsterisk={false}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {rule.saidHere ? (
        <Button disabled={reason.trim() === ''} loading={mutation.isPending} onClick={() => send(null)}>
          {translate('rules.takeBack')}
        </Button>
      ) : null}
      {rule.versions.length === 0 ? null : (
        <ol className={classes.versions} reversed start={rule.version}>
          {rule.versions.map(({ version, figures: then, reason: why, setAt, setBy }) => (
            <li key={version}>
              {translate(then === null ? 'rules.takenBack' : then.isOn ? 'rules.setOn' : 'rules.setOff', {
                who: setBy ?? '–',
                time: formatDateTime(setAt.getTime(), { locale, timeZone }, nowMs),
              })}
              {`: ${why}`}
            </li>
          ))}
        </ol>
      )}
    </DialogForm>
  )
}
