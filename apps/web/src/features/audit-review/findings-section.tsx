'use client'

import type { Finding } from '@counterfoil/services/audit-review'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../components/data-table/data-table.tsx'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Section } from '../../components/section/section.tsx'
import classes from './audit-review.module.css'
import { useTimeWords } from './use-review-words.ts'

/** What was found, in the order of the record, each with its entry. */
export function FindingsSection({ findings }: { readonly findings: readonly Finding[] }) {
  const translate = useTranslations('auditReview')
  const action = useKnownWord('audit', 'actions')
  const rule = useTranslations('auditReview.rules.names')
  const time = useTimeWords()
  return (
    <Section title={translate('findings')}>
      {findings.length === 0 ? (
        <p className={classes.quiet}>{translate('quiet')}</p>
      ) : (
        <DataTable caption={translate('findings')} rowHeight={42} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('when')}</Table.Th>
              <Table.Th>{translate('rule')}</Table.Th>
              <Table.Th>{translate('who')}</Table.Th>
              <Table.Th>{translate('what')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {findings.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>{time(one.recordedAt)}</Table.Td>
                <Table.Td>
                  {rule(one.rule as Parameters<typeof rule>[0])}
                  <small> {translate('version', { version: one.ruleVersion })}</small>
                </Table.Td>
                <Table.Td data-label={translate('who')}>{one.actorName ?? one.actorId}</Table.Td>
                <Table.Td>
                  {action(one.action)}{' '}
                  <Link href={`/audit/${one.entryId}`} prefetch={false} data-link>
                    {translate('entry', { index: one.index })}
                  </Link>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      )}
    </Section>
  )
}
