'use client'

import type { CommissioningDetail, TestNow } from '@counterfoil/services/commissioning'
import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './commissioning.module.css'
import { steps } from './step-of.ts'
import { TestRow } from './test-row.tsx'
import { useCommissioningChange } from './use-commissioning-change.ts'

interface TestsSectionProps {
  readonly detail: CommissioningDetail
  readonly current: NonNullable<CommissioningDetail['current']>
  readonly mayChange: boolean
}

/** The fourth step: what the hub has to observe, and what it observed. */
export function TestsSection({ detail, current, mayChange }: TestsSectionProps) {
  const translate = useTranslations('commissioning.tests')
  const title = useTranslations('commissioning.steps')
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { tests, run, testBegunAtMs, state } = current
  const left = tests.filter(({ evidence, state: now }) => evidence === null || now === 'failing').length
  return (
    <Section
      title={`${steps.indexOf('tests') + 1}. ${title('tests')}`}
      note={
        testBegunAtMs === null
          ? null
          : `${translate('round', { run, time: formatDateTime(testBegunAtMs, place, nowMs) })} · ${translate('left', { count: left })}`
      }
    >
      <p className={classes.quiet}>{translate('note')}</p>
      {tests.length === 0 ? null : <TestTable tests={tests} detail={detail} />}
      {mayChange && state !== 'signed' ? <BeginTests current={current} /> : null}
    </Section>
  )
}

function TestTable({ tests, detail }: { readonly tests: readonly TestNow[]; readonly detail: CommissioningDetail }) {
  const translate = useTranslations('commissioning.tests')
  return (
    <DataTable caption={translate('caption')} rowHeight={42} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('test')}</Table.Th>
          <Table.Th>{translate('of')}</Table.Th>
          <Table.Th>{translate('state')}</Table.Th>
          <Table.Th>{translate('evidence')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tests.map((test) => (
          <TestRow key={`${test.test} ${test.subject}`} test={test} detail={detail} />
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function BeginTests({ current }: Pick<TestsSectionProps, 'current'>) {
  const translate = useTranslations('commissioning.tests')
  const api = useApi()
  const { words, change } = useCommissioningChange()
  const begun = useMutation(api.commissioning.beginTests.mutationOptions(change))
  const { id, rev, state, design, lanes } = current
  const mayBegin = current.requirements !== null && design !== null && lanes.every(({ problem }) => problem === null)
  const isFirst = state === 'open'
  return (
    <>
      <ProblemLine text={begun.error === null ? null : words(begun.error)} />
      <div className={classes.buttons}>
        <Button
          variant={isFirst ? 'filled' : 'default'}
          disabled={!mayBegin}
          loading={begun.isPending}
          onClick={() => begun.mutate({ id, rev })}
        >
          {translate(isFirst ? 'begin' : 'again')}
        </Button>
        {isFirst && mayBegin ? null : <span className={classes.quiet}>{translate(mayBegin ? 'againWhy' : 'wants')}</span>}
      </div>
    </>
  )
}
