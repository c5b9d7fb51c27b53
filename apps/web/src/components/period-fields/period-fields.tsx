'use client'

import { TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'

/** Both days belong to it. */
export interface Period {
  readonly firstDay: string
  readonly lastDay: string
}

export const monthSoFar = (today: string): Period => ({ firstDay: `${today.slice(0, 7)}-01`, lastDay: today })

interface PeriodFieldsProps {
  readonly period: Period
  /** Of what ends today at the latest. */
  readonly latest?: string
  readonly onChange: (period: Period) => void
}

/** Two days that follow each other, for whatever is made of a period. */
export function PeriodFields({ period, latest, onChange }: PeriodFieldsProps) {
  const translate = useTranslations('common.period')
  const { firstDay, lastDay } = period
  const shared = { type: 'date', required: true, withAsterisk: false } as const
  return (
    <>
      <TextInput
        {...shared}
        label={translate('firstDay')}
        max={lastDay}
        value={firstDay}
        onChange={(event) => onChange({ firstDay: event.currentTarget.value, lastDay })}
      />
      <TextInput
        {...shared}
        label={translate('lastDay')}
        min={firstDay}
        max={latest}
        value={lastDay}
        onChange={(event) => onChange({ firstDay, lastDay: event.currentTarget.value })}
      />
    </>
  )
}
