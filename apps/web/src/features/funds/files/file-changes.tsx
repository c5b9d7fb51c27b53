'use client'

import type { FileDetail } from '@counterfoil/services/funds/files'
import { Table } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { formatCount } from '../../../components/format/number.ts'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { Section } from '../../../components/section/section.tsx'
import { Status } from '../../../components/status/status.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'
import { FileDifference } from './file-difference.tsx'
import classes from './files.module.css'
import { useKindWords } from './use-kind-words.ts'

type Changes = NonNullable<FileDetail['changes']>

/** What would change when it is imported, or did: rows by kind with their sums, accounts, payouts, and what a correction changes. */
export function FileChanges({ file }: { readonly file: FileDetail }) {
  const translate = useTranslations('fundsFiles.changes')
  const { changes, state } = file
  if (changes === null || changes.kinds.length === 0) return null
  return (
    <>
      <Section title={translate(state === 'imported' || state === 'superseded' ? 'did' : 'would')}>
        <Kinds changes={changes} />
      </Section>
      <Section title={translate('whose')}>
        <Parties changes={changes} />
      </Section>
      {changes.firstPayouts.length === 0 ? null : (
        <Section
          title={translate('payouts')}
          note={changes.payouts > changes.firstPayouts.length ? translate('firstOf', { count: changes.payouts }) : null}
        >
          <Payouts changes={changes} />
        </Section>
      )}
      {changes.difference === null ? null : <FileDifference difference={changes.difference} />}
    </>
  )
}

function Kinds({ changes: { kinds, about } }: { readonly changes: Changes }) {
  const translate = useTranslations('fundsFiles.changes')
  const locale = useLocale()
  const kindWord = useKindWords()
  return (
    <DataTable caption={translate('would')} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('kind')}</Table.Th>
          <Table.Th data-right>{translate('lines')}</Table.Th>
          {about === 'bank' ? null : (
            <>
              <Table.Th data-right>{translate('gross')}</Table.Th>
              <Table.Th data-right>{translate('fees')}</Table.Th>
            </>
          )}
          <Table.Th data-right>{translate(about === 'bank' ? 'amount' : 'net')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {kinds.map(({ kind, currency, lines, gross, fees, net }) => (
          <Table.Tr key={`${kind} ${currency}`}>
            <Table.Td>{kindWord(kind)}</Table.Td>
            <Table.Td data-right data-label={translate('lines')}>
              {formatCount(lines, locale)}
            </Table.Td>
            {about === 'bank' ? null : (
              <>
                <Table.Td data-right data-label={translate('gross')}>
                  <ExactAmount amount={gross} currency={currency} />
                </Table.Td>
                <Table.Td data-right data-label={translate('fees')}>
                  <ExactAmount amount={fees} currency={currency} />
                </Table.Td>
              </>
            )}
            <Table.Td data-right data-label={translate(about === 'bank' ? 'amount' : 'net')}>
              <ExactAmount amount={net} currency={currency} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}

function Parties({ changes: { accounts, merchants } }: { readonly changes: Changes }) {
  const translate = useTranslations('fundsFiles.changes')
  const nameOf = useAcquirerName()
  return (
    <ul className={classes.parties}>
      {accounts.map(({ account, bankAccountId }) => (
        <li key={`account ${account}`}>
          <code>{account ?? translate('noAccount')}</code>
          <Status axis="filesParty" state={bankAccountId === null ? 'unknown' : 'known'} />
        </li>
      ))}
      {merchants.map(({ merchant, currency, acquirer }) => (
        <li key={`merchant ${merchant} ${currency}`}>
          <code>
            {merchant ?? translate('noMerchant')} {currency}
          </code>
          <Status
            axis="filesParty"
            state={acquirer === null ? 'unknown' : 'known'}
            note={acquirer === null ? undefined : nameOf(acquirer)}
          />
        </li>
      ))}
    </ul>
  )
}

function Payouts({ changes: { firstPayouts } }: { readonly changes: Changes }) {
  const translate = useTranslations('fundsFiles.changes')
  const dayWords = useDayWords()
  return (
    <DataTable caption={translate('payouts')} stacked>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{translate('batch')}</Table.Th>
          <Table.Th>{translate('merchant')}</Table.Th>
          <Table.Th data-right>{translate('net')}</Table.Th>
          <Table.Th data-right>{translate('due')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {firstPayouts.map(({ batch, merchantAccount, currency, net, dueOn }) => (
          <Table.Tr key={`${merchantAccount} ${currency} ${batch}`}>
            <Table.Td>{batch}</Table.Td>
            <Table.Td data-label={translate('merchant')}>{merchantAccount}</Table.Td>
            <Table.Td data-right data-label={translate('net')}>
              <ExactAmount amount={net} currency={currency} />
            </Table.Td>
            <Table.Td data-right data-label={translate('due')}>
              {dayWords(dueOn)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </DataTable>
  )
}
