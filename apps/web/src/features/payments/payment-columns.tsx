'use client'

import type { ListedPayment } from '@counterfoil/services/payments'
import { VisuallyHidden } from '@mantine/core'
import { createColumnHelper, tableFeatures } from '@tanstack/react-table'
import Link from 'next/link'
import { useLocale } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { useTimeZone } from '../../components/age/time-zone.tsx'
import { CardNumber } from '../../components/card-number/card-number.tsx'
import { formatClock, formatDay } from '../../components/format/date-time.ts'
import { unknownMark } from '../../components/format/marks.ts'
import { formatMoney } from '../../components/format/money.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { useMethodName } from '../../components/method/use-method-name.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Status } from '../../components/status/status.tsx'
import { StoreName } from '../../components/store-name/store-name.tsx'
import classes from './payment-table.module.css'

export const paymentFeatures = tableFeatures({})
const column = createColumnHelper<typeof paymentFeatures, ListedPayment>()

/** Heads are keys of `payments.list`; their widths and sides are in the style sheet under the same names. */
export const paymentColumns = column.columns([
  column.display({ id: 'time', cell: ({ row }) => <TimeCell payment={row.original} /> }),
  column.display({ id: 'store', cell: ({ row }) => <StoreCell payment={row.original} /> }),
  column.accessor('lane', { id: 'lane' }),
  column.display({ id: 'kind', cell: ({ row }) => <KindCell payment={row.original} /> }),
  column.display({ id: 'method', cell: ({ row }) => <MethodCell payment={row.original} /> }),
  column.display({
    id: 'card',
    cell: ({ row }) => (row.original.last4 === null ? null : <CardNumber last4={row.original.last4} />),
  }),
  column.display({ id: 'amount', cell: ({ row }) => <AmountCell payment={row.original} /> }),
  column.display({ id: 'outcome', cell: ({ row }) => <OutcomeCell payment={row.original} /> }),
])

interface CellProps {
  readonly payment: ListedPayment
}

function TimeCell({ payment }: CellProps) {
  const place = { locale: useLocale(), timeZone: useTimeZone() }
  const nowMs = useNowMs()
  const { scope } = useScope()
  const clock = formatClock(payment.openedAtMs, place)
  const { openedAtMs, amountMinor, currency } = payment
  return (
    <Link className={classes.link} href={hrefInScope(`/payments/${payment.id}`, scope)}>
      <span className={classes.day}>{formatDay(openedAtMs, place, nowMs)}</span> {clock}
      <VisuallyHidden>, {formatMoney({ amountMinor, currency }, place.locale)}</VisuallyHidden>
    </Link>
  )
}

function StoreCell({ payment: { storeCode, storeName, storeNameLang } }: CellProps) {
  return <StoreName store={{ code: storeCode, name: storeName, nameLang: storeNameLang }} />
}

function KindCell({ payment }: CellProps) {
  return useKnownWord('payments', 'kinds')(payment.kind)
}

function MethodCell({ payment }: CellProps) {
  return useMethodName()(payment) ?? unknownMark
}

/** A refund and a reversal take money away: the sign says so. */
function AmountCell({ payment }: CellProps) {
  return <Amount amountMinor={payment.kind === 'sale' ? payment.amountMinor : -payment.amountMinor} currency={payment.currency} />
}

function OutcomeCell({ payment }: CellProps) {
  const stageWord = useKnownWord('status', 'outcome')
  const note = payment.stage !== null ? stageWord(payment.stage) : payment.recovered ? stageWord('recovered') : undefined
  return <Status axis="outcome" state={payment.outcome} note={note} />
}
