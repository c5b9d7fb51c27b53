'use client'

import type { PayoutDetail } from '@counterfoil/services/funds'
import { Button, Table } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Columns } from '../../../components/columns/columns.tsx'
import { DataTable } from '../../../components/data-table/data-table.tsx'
import { ErrorState } from '../../../components/error-state/error-state.tsx'
import { FactList } from '../../../components/fact-list/fact-list.tsx'
import { formatCount } from '../../../components/format/number.ts'
import { Page } from '../../../components/frame/page.tsx'
import { Amount } from '../../../components/money/amount.tsx'
import { ExactAmount } from '../../../components/money/exact-amount.tsx'
import { wholeChain } from '../../../components/scope/scope.ts'
import { Section } from '../../../components/section/section.tsx'
import { Glyph } from '../../../components/status/glyph.tsx'
import { useApi } from '../../../trpc/client.tsx'
import classes from '../board/funds-page.module.css'
import { PaymentRows } from '../board/funds-payments-page.tsx'
import { TableExport } from '../tables/table-export.tsx'
import { useAcquirerName } from '../use-acquirer-name.ts'
import { useDayWords } from '../use-day-words.ts'
import { BankLinesTable } from './bank-lines-table.tsx'
import { IdentityTable } from './identity-table.tsx'

/** One payout: which sales are in it, what it cost, whether it adds up, and where it was booked. */
export function PayoutPage({ id, mayLink }: { readonly id: string; readonly mayLink: boolean }) {
  const translate = useTranslations('funds.payout')
  const api = useApi()
  const nameOf = useAcquirerName()
  const payout = useQuery(api.funds.payout.queryOptions({ id }, { retry: false }))
  return (
    <Page
      title={
        payout.data === undefined
          ? translate('title')
          : translate('named', { acquirer: nameOf(payout.data.acquirer), batch: payout.data.batch })
      }
      answers={translate('answers')}
    >
      {payout.data !== undefined ? (
        <Columns main={<PayoutMain payout={payout.data} mayLink={mayLink} />} side={<PayoutSide payout={payout.data} />} />
      ) : payout.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={payout.error.message} onRetry={() => payout.refetch()} />
        </div>
      )}
    </Page>
  )
}

function PayoutMain({ payout, mayLink }: { readonly payout: PayoutDetail; readonly mayLink: boolean }) {
  const translate = useTranslations('funds.payout')
  const api = useApi()
  const locale = useLocale()
  const dayWords = useDayWords()
  const filter = { scope: wholeChain, payoutId: payout.id }
  const pages = useInfiniteQuery(
    api.funds.payments.infiniteQueryOptions({ filter, limit: 100 }, { getNextPageParam: ({ next }) => next ?? undefined }),
  )
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <>
      <Section
        title={translate('bankLines')}
        note={payout.bankLines.length === 0 ? translate(payout.carriedOver ? 'carriedOver' : 'notBooked') : null}
      >
        {payout.bankLines.length === 0 ? null : <BankLinesTable lines={payout.bankLines} mayLink={mayLink} />}
      </Section>
      <Section title={translate('kinds')} note={translate('kindsNote', { count: payout.lineCount })}>
        <DataTable caption={translate('kinds')} rowHeight={25}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{translate('kind')}</Table.Th>
              <Table.Th data-right>{translate('count')}</Table.Th>
              <Table.Th data-right>{translate('gross')}</Table.Th>
              <Table.Th data-right>{translate('fees')}</Table.Th>
              <Table.Th data-right>{translate('net')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {payout.kinds.map((one) => (
              <Table.Tr key={one.kind}>
                <Table.Td>
                  {translate.has(`lineKinds.${one.kind}` as 'lineKinds.sale')
                    ? translate(`lineKinds.${one.kind}` as 'lineKinds.sale')
                    : one.kind}
                  {one.kind === 'reserve' && payout.releaseOn !== null ? (
                    <small>{translate('releaseOn', { day: dayWords(payout.releaseOn) })}</small>
                  ) : null}
                </Table.Td>
                <Table.Td data-right>{formatCount(one.lines, locale)}</Table.Td>
                <Table.Td data-right>
                  <ExactAmount amount={one.gross} />
                </Table.Td>
                <Table.Td data-right>
                  <ExactAmount amount={one.fees} />
                </Table.Td>
                <Table.Td data-right>
                  <ExactAmount amount={one.net} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </DataTable>
      </Section>
      <Section
        title={translate('sales')}
        note={translate('salesNote')}
        aside={<TableExport name={translate('sales')} table="payments" query={{ filter }} />}
      >
        {rows.length === 0 && pages.data !== undefined ? <p>{translate('noSales')}</p> : <PaymentRows rows={rows} ofOne />}
        {pages.hasNextPage ? (
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()} mt="sm">
            {translate('more')}
          </Button>
        ) : null}
      </Section>
    </>
  )
}

function PayoutSide({ payout }: { readonly payout: PayoutDetail }) {
  const translate = useTranslations('funds.payout')
  const dayWords = useDayWords()
  const nameOf = useAcquirerName()
  return (
    <>
      <Section title={translate('money')}>
        <FactList
          facts={[
            { label: translate('amount'), value: <Amount amountMinor={payout.amountMinor} currency={payout.currency} /> },
            { label: translate('gross'), value: <ExactAmount amount={payout.gross} /> },
            { label: translate('fees'), value: <ExactAmount amount={payout.fees} /> },
            { label: translate('net'), value: <ExactAmount amount={payout.net} /> },
          ]}
        />
      </Section>
      <Section
        title={translate('identity')}
        aside={
          payout.identity === null ? null : payout.identity.holds ? (
            <>
              <Glyph name="ok" tone="ok" /> {translate('holds')}
            </>
          ) : (
            <>
              <Glyph name="crit" tone="crit" /> {translate('broken')}
            </>
          )
        }
      >
        {payout.identity === null ? (
          <p>{translate('notChecked')}</p>
        ) : (
          <IdentityTable terms={payout.identity.terms} residue={payout.identity.residue} currency={payout.currency} />
        )}
      </Section>
      <Section title={translate('facts')}>
        <FactList
          facts={[
            { label: translate('acquirer'), value: nameOf(payout.acquirer) },
            { label: translate('merchantAccount'), value: payout.merchantAccount },
            { label: translate('account'), value: payout.account ?? '–' },
            { label: translate('announced'), value: dayWords(payout.announcedOn) },
            { label: translate('due'), value: dayWords(payout.dueOn) },
            ...(payout.references.length === 0 ? [] : [{ label: translate('references'), value: payout.references.join(' ') }]),
            {
              label: translate('file'),
              value: (
                <Link href={`/funds/files/${payout.file.id}`} data-link>
                  {payout.file.name}
                </Link>
              ),
            },
          ]}
        />
      </Section>
    </>
  )
}
