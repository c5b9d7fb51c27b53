'use client'

import type { CommissioningDetail } from '@counterfoil/services/commissioning'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { ReasonForm } from './reason-form.tsx'
import { isAllObserved, steps } from './step-of.ts'
import { useCommissioningChange } from './use-commissioning-change.ts'

interface LiveSectionProps {
  readonly current: NonNullable<CommissioningDetail['current']>
  readonly mayChange: boolean
  readonly mayApprove: boolean
}

/** The fifth step: two people sign the same text. */
export function LiveSection({ current, mayChange, mayApprove }: LiveSectionProps) {
  const translate = useTranslations('commissioning.live')
  const title = useTranslations('commissioning.steps')
  return (
    <Section title={`${steps.indexOf('live') + 1}. ${title('live')}`} note={translate('note')}>
      {current.state === 'signed' ? (
        <Second current={current} mayApprove={mayApprove} />
      ) : current.state === 'testing' && isAllObserved(current) && mayChange ? (
        <First current={current} />
      ) : (
        <p className={classes.quiet}>{translate('wants')}</p>
      )}
    </Section>
  )
}

function First({ current: { id, rev } }: Pick<LiveSectionProps, 'current'>) {
  const translate = useTranslations('commissioning.live')
  const api = useApi()
  const { words, change } = useCommissioningChange()
  const signed = useMutation(api.commissioning.sign.mutationOptions(change))
  return (
    <>
      <p className={classes.quiet}>{translate('signWhy')}</p>
      <ProblemLine text={signed.error === null ? null : words(signed.error)} />
      <div className={classes.buttons}>
        <Button variant="filled" loading={signed.isPending} onClick={() => signed.mutate({ id, rev })}>
          {translate('sign')}
        </Button>
      </div>
    </>
  )
}

function Second({ current, mayApprove }: Omit<LiveSectionProps, 'mayChange'>) {
  const translate = useTranslations('commissioning.live')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const api = useApi()
  const { words, change } = useCommissioningChange()
  const live = useMutation(api.commissioning.goLive.mutationOptions(change))
  const returned = useMutation(api.commissioning.giveBack.mutationOptions(change))
  const { id, rev, signedBy, signedAtMs, statementHash, signedByMe } = current
  const error = live.error ?? returned.error
  return (
    <>
      <FactList
        facts={[
          {
            label: translate('first'),
            value: `${signedBy ?? '–'}, ${signedAtMs === null ? '–' : formatDateTime(signedAtMs, place, nowMs)}`,
          },
          { label: translate('text'), value: <span className={classes.hash}>{statementHash}</span> },
        ]}
      />
      <p className={classes.quiet}>{translate(signedByMe ? 'self' : mayApprove ? 'secondWhy' : 'noRight')}</p>
      <ProblemLine text={error === null ? null : words(error)} />
      {mayApprove ? (
        <div className={classes.buttons}>
          {signedByMe ? null : (
            <Button
              variant="filled"
              loading={live.isPending}
              onClick={() => live.mutate({ id, rev, statementHash: statementHash ?? '' })}
            >
              {translate('second')}
            </Button>
          )}
          <ReasonForm
            words={{ open: translate('back'), why: translate('backWhy'), now: translate('backNow') }}
            busy={returned.isPending}
            onSend={(reason) => returned.mutate({ id, rev, reason })}
          />
        </div>
      ) : null}
    </>
  )
}
