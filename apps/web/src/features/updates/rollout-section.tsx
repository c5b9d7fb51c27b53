'use client'

import type { RolloutNow } from '@counterfoil/services/updates'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { ApproveRollout } from './approve-rollout.tsx'
import { RingTable } from './ring-table.tsx'
import { RolloutActions } from './rollout-actions.tsx'
import classes from './updates.module.css'

/** One version on its way: where it is, what the last look found, and what a person can do about it. */
export function RolloutSection({ rollout, mayChange }: { readonly rollout: RolloutNow; readonly mayChange: boolean }) {
  const translate = useTranslations('updates')
  const locale = useLocale()
  const place = { locale, timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { version, state, verdict, approvedBy, trouble } = rollout
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const rate = ({ approved, of }: { readonly approved: number; readonly of: number }) =>
    of === 0 ? translate('rate.nothing') : translate('rate.value', { share: percent.format(approved / of), count: of })
  return (
    <Section
      title={`${version} · ${translate(`state.${state}`)}`}
      note={translate('by', { name: rollout.requestedBy, time: formatDateTime(rollout.requestedAtMs, place, nowMs) })}
    >
      {verdict === null ? null : <p className={classes.verdict}>{wordsOf(verdict, translate)}</p>}
      <FactList
        facts={[
          { label: translate('reason'), value: rollout.reason },
          ...(approvedBy.length === 0
            ? []
            : [{ label: translate('state.running'), value: translate('approvedBy', { names: approvedBy.join(', ') }) }]),
          ...(verdict === null
            ? []
            : [
                { label: translate('rate.after'), value: rate(verdict.after) },
                { label: translate('rate.before'), value: rate(verdict.before) },
              ]),
        ]}
      />
      {state === 'proposed' ? null : <RingTable rollout={rollout} />}
      {trouble.length === 0 ? null : (
        <>
          <h3 className={classes.head}>{translate('trouble.title')}</h3>
          <ul className={classes.list}>
            {trouble.map(({ agentId, agent, store, state: how, line }) => (
              <li key={agentId}>
                <strong>{agent}</strong>, {store}: {translate(how === 'returned' ? 'trouble.returned' : 'trouble.failed')}
                {line === null ? null : <span className={classes.quiet}>{line}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {rollout.mayApprove ? <ApproveRollout rolloutId={rollout.id} /> : null}
      {mayChange ? <RolloutActions rollout={rollout} /> : null}
    </Section>
  )
}

type Translate = ReturnType<typeof useTranslations<'updates'>>

function wordsOf({ step, why }: NonNullable<RolloutNow['verdict']>, translate: Translate): string {
  if (step === 'advance') return translate('verdict.advance')
  return translate(`verdict.${step}.${why ?? ''}` as 'verdict.wait.agents')
}
