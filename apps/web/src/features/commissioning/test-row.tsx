'use client'

import type { CommissioningDetail, Evidence, TestNow } from '@counterfoil/services/commissioning'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { formatClock, formatDateTime } from '../../components/format/date-time.ts'
import { Status } from '../../components/status/status.tsx'
import classes from './commissioning.module.css'
import { useMethods } from './method-choices.ts'
import { useTestFigures } from './use-test-figures.ts'

/** Where each kind of test says what it is about. */
const agentTests = ['outage', 'link', 'key', 'clock', 'disk', 'version', 'card_numbers']

/** One test: how it stands, how to do it while it waits, and what shows it once it was observed. */
export function TestRow({ test, detail }: { readonly test: TestNow; readonly detail: CommissioningDetail }) {
  const translate = useTranslations('commissioning')
  const methods = useMethods()
  const figures = useTestFigures(detail.store.currency)
  const { test: kind, subject, state, evidence } = test
  const agent = detail.seen.agents.find(({ agentId }) => String(agentId) === subject)
  const about =
    kind === 'method'
      ? methods.nameOf(subject)
      : agentTests.includes(kind)
        ? (agent?.name ?? subject)
        : `${translate('design.lane')} ${subject}`
  const isSeen = evidence !== null && state !== 'failing'
  return (
    <Table.Tr>
      <Table.Td className={classes.what}>
        {translate(`tests.kinds.${kind}.title`)}
        {isSeen ? null : <small className={classes.how}>{translate(`tests.kinds.${kind}.how`)}</small>}
      </Table.Td>
      <Table.Td className={classes.what}>{about}</Table.Td>
      <Table.Td>
        <Status axis="commissioningTest" state={isSeen ? 'observed' : state === 'failing' ? 'failing' : 'waiting'} />
      </Table.Td>
      <Table.Td className={classes.what}>
        {isSeen ? (
          <Shown evidence={evidence} words={figures.observed(kind, evidence.figures)} />
        ) : state === 'failing' ? (
          figures.failing(kind, test.figures)
        ) : null}
      </Table.Td>
    </Table.Tr>
  )
}

function Shown({ evidence, words }: { readonly evidence: Evidence; readonly words: string }) {
  const translate = useTranslations('commissioning.tests')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { events, observedAtMs } = evidence
  return (
    <>
      {words}
      {events.length === 0 ? (
        <small>{formatDateTime(observedAtMs, place, nowMs)}</small>
      ) : (
        <details>
          <summary>
            {translate('events', { count: events.length })}, {formatDateTime(observedAtMs, place, nowMs)}
          </summary>
          <ul className={classes.evidence}>
            {events.map(({ agentId, epoch, seq, kind, atMs, hash }) => (
              <li key={`${agentId} ${epoch} ${seq}`}>
                {kind}, {translate('event', { epoch, seq })}, {formatClock(atMs, place)}
                <br />
                <code className={classes.hash}>{hash}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}
