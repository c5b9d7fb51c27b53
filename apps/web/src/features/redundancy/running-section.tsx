'use client'

import type { RedundancyDetail } from '@counterfoil/services/redundancy'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatClock } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './redundancy.module.css'
import { useDrillName } from './use-drill-name.ts'
import { useRedundancyChange } from './use-redundancy-change.ts'

interface RunningSectionProps {
  readonly running: NonNullable<RedundancyDetail['running']>
  readonly detail: RedundancyDetail
  readonly mayStop: boolean
}

/** The drill that is running, with what is still waited for. */
export function RunningSection({ running, detail, mayStop }: RunningSectionProps) {
  const translate = useTranslations('redundancy.running')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const api = useApi()
  const nameOf = useDrillName(detail)
  const { words, change } = useRedundancyChange()
  const stop = useMutation(api.redundancy.stop.mutationOptions(change))
  return (
    <Section
      title={translate('title')}
      note={translate('until', { name: running.begunBy, time: formatClock(running.endsAtMs, place) })}
    >
      <p className={classes.quiet}>{nameOf(running)}</p>
      <ol className={classes.steps} aria-label={translate('steps')}>
        {running.steps.map(({ step, done }) => (
          <li key={step} className={classes.step}>
            <Status axis="commissioningTest" state={done ? 'observed' : 'waiting'} />
            <span>{translate(`step.${step}`)}</span>
          </li>
        ))}
      </ol>
      <ProblemLine text={stop.error === null ? null : words(stop.error)} />
      {mayStop ? (
        <div className={classes.buttons}>
          <Button loading={stop.isPending} onClick={() => stop.mutate({ drillId: running.id })}>
            {translate('stop')}
          </Button>
          <span className={classes.quiet}>{translate(running.axis === 'hub' ? 'stopHub' : 'stopWhy')}</span>
        </div>
      ) : null}
    </Section>
  )
}
