'use client'

import type { BrokenSum } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { useKnownWord } from '../../../components/known-word/use-known-word.ts'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import classes from './broken-sums-section.module.css'

interface BrokenSumsSectionProps {
  readonly sums: readonly BrokenSum[]
  readonly broken: number
  /** Opens an exception in the queue. */
  readonly onException: (key: string) => void
}

/** Which sums do not hold, and where somebody goes on: the exception, else the payout or the file. */
export function BrokenSumsSection({ sums, broken, onException }: BrokenSumsSectionProps) {
  const translate = useTranslations('funds.sums')
  const nameWord = useKnownWord('funds', 'sumNames')
  if (sums.length === 0) return null
  return (
    <div id="sums">
      <Section title={translate('title')} note={translate('note', { count: broken })}>
        <DataTable caption={translate('title')} rowHeight={25} stacked>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('sum')}</Table.Th>
              <Table.Th>{translate('about')}</Table.Th>
              <Table.Th data-right>{translate('residue')}</Table.Th>
              <Table.Th>{translate('work')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sums.map((sum) => (
              <Table.Tr key={`${sum.name} ${sum.about}`}>
                <Table.Td>{nameWord(sum.name)}</Table.Td>
                <Table.Td data-label={translate('about')}>
                  {sum.payoutId === null ? aboutOf(sum) : translate('payoutNo', { id: sum.payoutId })}
                </Table.Td>
                <Table.Td data-right data-label={translate('residue')}>
                  <ExactAmount amount={sum.residue} />
                </Table.Td>
                <Table.Td className={classes.work}>
                  {sum.exceptionKey === null ? null : (
                    <button type="button" className={classes.link} onClick={() => onException(sum.exceptionKey ?? '')}>
                      {translate('exception')}
                    </button>
                  )}
                  {sum.payoutId === null ? null : (
                    <Link href={`/funds/payouts/${sum.payoutId}`} data-link>
                      {translate('payout')}
                    </Link>
                  )}
                  {sum.fileId === null ? null : (
                    <Link href={`/funds/files/${sum.fileId}`} data-link>
                      {translate('file')}
                    </Link>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      </Section>
    </div>
  )
}

/** The file's number at its end is a link of its own. */
const aboutOf = ({ about, fileId }: BrokenSum): string => (fileId === null ? about : about.replace(/ \d+$/, ''))
