'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { formatMoney } from '../../components/format/money.ts'
import { FreshnessIndicator } from '../../components/frame/freshness-indicator.tsx'
import { Page } from '../../components/frame/page.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { useApi } from '../../trpc/client.tsx'
import { FlagBox } from './flag-box.tsx'
import { ExpectedSection } from './money/expected-section.tsx'
import { PositionStrip } from './money/position-strip.tsx'
import { usePaymentFunds } from './money/use-payment-funds.ts'
import { WhenSection } from './money/when-section.tsx'
import { MoneySection } from './money-section.tsx'
import { PaymentHeader } from './payment-header.tsx'
import classes from './payment-page.module.css'
import { ReferencesSection } from './references-section.tsx'
import { RelatedSection } from './related-section.tsx'
import { TimelineSection } from './timeline-section.tsx'
import { UnknownBox } from './unknown-box.tsx'

const SETTLED_EVERY_MS = 60_000
const OPEN_EVERY_MS = 3_000

interface PaymentPageProps {
  readonly id: string
  readonly mayReadFirstSix: boolean
  /** Payouts, statements and files: of many stores, so not everybody's. */
  readonly mayReadFunds: boolean
  /** Whether the reader says which rows belong together. */
  readonly mayLink: boolean
}

/** One payment, from the till's wish to the bank's line. */
export function PaymentPage({ id, mayReadFirstSix, mayReadFunds, mayLink }: PaymentPageProps) {
  const translate = useTranslations('payments')
  const locale = useLocale()
  const api = useApi()
  const { scope } = useScope()
  const payment = useQuery(
    api.payments.get.queryOptions(
      { id },
      { retry: false, refetchInterval: (query) => (query.state.data?.final === false ? OPEN_EVERY_MS : SETTLED_EVERY_MS) },
    ),
  )
  const notFound = payment.error?.data?.code === 'NOT_FOUND' || payment.error?.data?.code === 'BAD_REQUEST'
  return (
    <Page
      title={payment.data === undefined ? translate('title') : nameOf(payment.data, locale)}
      titleShown={false}
      freshness={<FreshnessIndicator mode="as-of" {...(payment.dataUpdatedAt === 0 ? {} : { asOfMs: payment.dataUpdatedAt })} />}
    >
      {payment.data !== undefined ? (
        <Payment
          payment={payment.data}
          asOfMs={payment.dataUpdatedAt}
          mayReadFirstSix={mayReadFirstSix}
          mayReadFunds={mayReadFunds}
          mayLink={mayLink}
        />
      ) : payment.error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : notFound ? (
        <EmptyState
          title={translate('detail.notFound')}
          why={translate('detail.notFoundWhy')}
          first={
            <Link href={hrefInScope('/payments', scope)} data-link>
              {translate('detail.notFoundAction')}
            </Link>
          }
        />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('detail.failed')} message={payment.error.message} onRetry={() => payment.refetch()} />
        </div>
      )}
    </Page>
  )
}

/** What a screen reader announces the page as: the amount and the place. */
function nameOf({ row, store }: PaymentDetail, locale: ReturnType<typeof useLocale>): string {
  const amountMinor = row.kind === 'sale' ? row.amountMinor : -row.amountMinor
  return `${formatMoney({ amountMinor, currency: row.currency }, locale)}, ${store.code} ${store.name}`
}

interface PaymentProps {
  readonly payment: PaymentDetail
  readonly asOfMs: number
  readonly mayReadFirstSix: boolean
  readonly mayReadFunds: boolean
  readonly mayLink: boolean
}

function Payment({ payment, asOfMs, mayReadFirstSix, mayReadFunds, mayLink }: PaymentProps) {
  const funds = usePaymentFunds(payment.row.id).data ?? null
  return (
    <>
      <PaymentHeader payment={payment} />
      {funds === null ? null : (
        <PositionStrip
          funds={funds}
          approvedAtMs={payment.answeredAtMs ?? payment.row.openedAtMs}
          timeZone={payment.store.timeZone}
        />
      )}
      {payment.flag === null ? null : <FlagBox flag={payment.flag} />}
      {payment.row.outcome === 'unknown' ? <UnknownBox payment={payment} /> : null}
      <Columns
        main={<TimelineSection payment={payment} funds={funds} mayReadFunds={mayReadFunds} mayLink={mayLink} />}
        side={
          <>
            {funds === null ? null : <ExpectedSection funds={funds} />}
            {funds === null ? null : <WhenSection funds={funds} />}
            <MoneySection payment={payment} asOfMs={asOfMs} />
            <ReferencesSection payment={payment} mayReadFirstSix={mayReadFirstSix} />
            <RelatedSection payment={payment} />
          </>
        }
      />
    </>
  )
}
