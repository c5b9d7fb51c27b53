'use client'

import type { PaymentBankLine } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { useKnownWord } from '../../../components/known-word/use-known-word.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { LinkDecision } from '../links/link-decision.tsx'
import { useDayWords } from '../use-day-words.ts'
import classes from './payout.module.css'

/** Lines of statements that pay a payout, with the rule that says so. */
export function BankLinesTable({ lines, mayLink }: { readonly lines: readonly PaymentBankLine[]; readonly mayLink: boolean }) {
  const translate = useTranslations('funds.payout')
  const confidenceWord = useKnownWord('common', 'confidence')
  const dayWords = useDayWords()
  return (
    <DataTable caption={translate('bankLines')} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('line')}</Table.Th>
          <Table.Th>{translate('account')}</Table.Th>
          <Table.Th>{translate('bookedOn')}</Table.Th>
          <Table.Th>{translate('rule')}</Table.Th>
          <Table.Th data-right>{translate('amount')}</Table.Th>
          {mayLink ? <Table.Th>{translate('decide')}</Table.Th> : null}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.id}>
            <Table.Td className={classes.long}>
              <Link href={`/funds/bank-lines/${line.id.replace(':', '-')}`} data-link>
                {translate('fileLine', { file: line.file, line: line.line })}
              </Link>
            </Table.Td>
            <Table.Td data-label={translate('account')}>{line.account}</Table.Td>
            <Table.Td data-label={translate('bookedOn')}>
              {dayWords(line.bookedOn)}
              {line.booked ? '' : ` · ${translate('tentative')}`}
            </Table.Td>
            <Table.Td data-label={translate('rule')}>
              {translate('ruleWords', { rule: line.rule, confidence: confidenceWord(line.confidence) })}
            </Table.Td>
            <Table.Td data-right data-label={translate('amount')}>
              <Amount amountMinor={line.amountMinor} currency={line.currency} />
            </Table.Td>
            {mayLink ? (
              <Table.Td data-label={translate('decide')}>
                <LinkDecision
                  link={line.link}
                  proposed={line.confidence === 'proposal'}
                  what={translate('fileLine', { file: line.file, line: line.line })}
                />
              </Table.Td>
            ) : null}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
