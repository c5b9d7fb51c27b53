'use client'

import type { BankLineDetail } from '@counterfoil/services/funds'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Columns } from '../../../components/columns/columns.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { FactList } from '../../../components/fact-list/fact-list.tsx'
import { Page } from '../../../components/frame/page.tsx'
import { useKnownWord } from '../../../components/known-word/use-known-word.ts'
import { Amount } from '../../../components/money/amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from '../board/funds-page.module.css'
import { LinkDecision } from '../links/link-decision.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'
import { FindPayout } from './find-payout.tsx'

/** One line of a bank statement, and the payouts it pays. */
export function BankLinePage({
  fileId,
  position,
  mayLink,
}: {
  readonly fileId: string
  readonly position: number
  readonly mayLink: boolean
}) {
  const translate = useTranslations('funds.bankLine')
  const api = useApi()
  const line = useQuery(api.funds.bankLine.queryOptions({ fileId, position }, { retry: false }))
  return (
    <Page title={translate('title')} answers={translate('answers')}>
      {line.data !== undefined ? (
        <Columns
          main={
            <>
              <Payouts line={line.data} mayLink={mayLink} />
              {mayLink ? <FindPayout line={line.data} /> : null}
              {line.data.parts.length === 0 ? null : <Parts line={line.data} />}
            </>
          }
          side={<Facts line={line.data} fileId={fileId} />}
        />
      ) : line.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={line.error.message} onRetry={() => line.refetch()} />
        </div>
      )}
    </Page>
  )
}

function Payouts({ line, mayLink }: { readonly line: BankLineDetail; readonly mayLink: boolean }) {
  const translate = useTranslations('funds.bankLine')
  const payout = useTranslations('funds.payout')
  const nameOf = useAcquirerName()
  const confidenceWord = useKnownWord('common', 'confidence')
  return (
    <>
      <Section title={translate('text')}>
        <p style={{ overflowWrap: 'anywhere', maxWidth: '72ch' }}>{line.text}</p>
      </Section>
      <Section title={translate('payouts')} note={line.payouts.length === 0 ? translate('noPayout') : null}>
        {line.payouts.length === 0 ? null : (
          <DataTable caption={translate('payouts')} stacked>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{payout('title')}</Table.Th>
                <Table.Th>{payout('rule')}</Table.Th>
                <Table.Th data-right>{payout('amount')}</Table.Th>
                <Table.Th data-right>{translate('allocated')}</Table.Th>
                {mayLink ? <Table.Th>{payout('decide')}</Table.Th> : null}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {line.payouts.map((one) => (
                <Table.Tr key={one.id}>
                  <Table.Td>
                    <Link href={`/funds/payouts/${one.id}`} data-link>
                      {nameOf(one.acquirer)} {one.batch}
                    </Link>
                  </Table.Td>
                  <Table.Td data-label={payout('rule')}>
                    {payout('ruleWords', { rule: one.rule, confidence: confidenceWord(one.confidence) })}
                  </Table.Td>
                  <Table.Td data-right data-label={payout('amount')}>
                    <Amount amountMinor={one.amountMinor} currency={line.currency} />
                  </Table.Td>
                  <Table.Td data-right data-label={translate('allocated')}>
                    <Amount amountMinor={one.allocatedMinor} currency={line.currency} />
                  </Table.Td>
                  {mayLink ? (
                    <Table.Td data-label={payout('decide')}>
                      <LinkDecision
                        link={one.link}
                        proposed={one.confidence === 'proposal'}
                        what={`${nameOf(one.acquirer)} ${one.batch}`}
                      />
                    </Table.Td>
                  ) : null}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </DataTable>
        )}
      </Section>
    </>
  )
}

/** What the bank's notices tell of a booking of several in one. */
function Parts({ line }: { readonly line: BankLineDetail }) {
  const translate = useTranslations('funds.bankLine')
  const payout = useTranslations('funds.payout')
  return (
    <Section title={translate('parts')} note={translate('partsNote', { count: line.parts.length })}>
      <DataTable caption={translate('parts')} stacked>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{translate('text')}</Table.Th>
            <Table.Th>{payout('file')}</Table.Th>
            <Table.Th data-right>{payout('amount')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {line.parts.map((part) => (
            <Table.Tr key={part.id}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{part.text}</Table.Td>
              <Table.Td data-label={payout('file')}>{payout('fileLine', { file: part.file, line: part.line })}</Table.Td>
              <Table.Td data-right data-label={payout('amount')}>
                <Amount amountMinor={part.amountMinor} currency={line.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </DataTable>
    </Section>
  )
}

function Facts({ line, fileId }: { readonly line: BankLineDetail; readonly fileId: string }) {
  const translate = useTranslations('funds.bankLine')
  const payout = useTranslations('funds.payout')
  const dayWords = useDayWords()
  return (
    <Section title={translate('facts')}>
      <FactList
        facts={[
          { label: payout('amount'), value: <Amount amountMinor={line.amountMinor} currency={line.currency} /> },
          { label: payout('account'), value: `${line.account} ${line.accountNumber}` },
          {
            label: payout('bookedOn'),
            value: line.booked ? dayWords(line.bookedOn) : `${dayWords(line.bookedOn)} · ${payout('tentative')}`,
          },
          ...(line.valueOn === null ? [] : [{ label: translate('valueOn'), value: dayWords(line.valueOn) }]),
          ...(line.counterparty === null ? [] : [{ label: translate('counterparty'), value: line.counterparty }]),
          ...(line.bankReference === null ? [] : [{ label: translate('bankReference'), value: line.bankReference }]),
          ...(line.statement === null ? [] : [{ label: translate('statement'), value: line.statement }]),
          {
            label: payout('file'),
            value: (
              <Link href={`/funds/files/${fileId}`} data-link>
                {payout('fileLine', { file: line.file, line: line.line })}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  )
}
