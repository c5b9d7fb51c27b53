'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { ActionIcon } from '@mantine/core'
import { IconCheck, IconChevronLeft, IconCopy } from '@tabler/icons-react'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { CardNumber } from '../../components/card-number/card-number.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { useMethodName } from '../../components/method/use-method-name.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import { TouchedBy } from '../../components/touched-by/touched-by.tsx'
import classes from './payment-header.module.css'

/** Amount, outcome, method, place and time: what the payment is, in one line. */
export function PaymentHeader({ payment: { row, store, reason } }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments')
  const locale = useLocale()
  const nowMs = useNowMs()
  const { scope } = useScope()
  const methodName = useMethodName()
  const reasonWord = useKnownWord('payments', 'reasons')
  const outcomeWord = useKnownWord('status', 'outcome')
  const kindWord = useKnownWord('payments', 'kinds')
  const method = methodName(row)
  const notes = [
    row.stage === null ? null : outcomeWord(row.stage),
    row.recovered ? translate('detail.recovered') : null,
    reason === null || row.outcome === 'unknown' ? null : reasonWord(reason),
  ].filter((note) => note !== null)
  return (
    <div className={classes.header}>
      <nav className={classes.crumbs} aria-label={translate('title')}>
        <IconChevronLeft size={14} stroke={1.6} aria-hidden="true" />
        <Link href={hrefInScope('/payments', scope)}>{translate('detail.back')}</Link>
        <span>/</span>
        <StoreName store={{ code: store.code, name: store.name, nameLang: store.nameLang }} href={`/stores/${store.storeId}`} />
        <span>/</span>
        <code>{row.id}</code>
        <CopyId id={row.id} />
      </nav>
      <div className={classes.line}>
        <p className={classes.amount}>
          <Amount amountMinor={row.kind === 'sale' ? row.amountMinor : -row.amountMinor} currency={row.currency} />
        </p>
        <Status axis="outcome" state={row.outcome} as="tag" note={notes.join(', ') || undefined} />
        {row.kind === 'sale' ? null : <span className={classes.kind}>{kindWord(row.kind)}</span>}
        {method === null ? null : (
          <span>
            {method} {row.last4 === null ? null : <CardNumber last4={row.last4} />}
          </span>
        )}
        <span>
          {store.code} <span lang={store.nameLang}>{store.name}</span>, {translate('detail.lane', { lane: row.lane })}
        </span>
        <time dateTime={new Date(row.openedAtMs).toISOString()}>
          {formatDateTime(row.openedAtMs, { locale, timeZone: store.timeZone }, nowMs)}
        </time>
        <TouchedBy type="payment" id={row.id} />
      </div>
    </div>
  )
}

function CopyId({ id }: { readonly id: string }) {
  const translate = useTranslations('payments.detail')
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    setCopied(true)
  }
  return (
    <ActionIcon size={24} onClick={copy} aria-label={translate('copyId')} title={translate('copyId')}>
      {copied ? <IconCheck size={14} stroke={1.6} /> : <IconCopy size={14} stroke={1.6} />}
    </ActionIcon>
  )
}
