'use client'

import type { PaymentFunds } from '@counterfoil/services/funds'
import type { PaymentDetail } from '@counterfoil/services/payments'
import { SegmentedControl } from '@mantine/core'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatZone } from '../../components/format/date-time.ts'
import { Section } from '../../components/section/section.tsx'
import { BytesView } from './bytes-view.tsx'
import { DeliveryPhase } from './delivery-phase.tsx'
import { EventsView } from './events-view.tsx'
import { MoneyPhase } from './money/money-phase.tsx'
import { StorePhase } from './store-phase.tsx'
import classes from './timeline.module.css'

const views = ['steps', 'events', 'bytes'] as const
type View = (typeof views)[number]

interface TimelineSectionProps {
  readonly payment: PaymentDetail
  /** null while not known, and for what no money was to come of. */
  readonly funds: PaymentFunds | null
  readonly mayReadFunds: boolean
  readonly mayLink: boolean
}

/** What happened: in the store, on the way to the hub, and to the money. As steps, as events, as bytes. */
export function TimelineSection({ payment, funds, mayReadFunds, mayLink }: TimelineSectionProps) {
  const translate = useTranslations('payments.detail')
  const locale = useLocale()
  const [view, setView] = useState<View>('steps')
  const { events, awayMonths, store, row } = payment
  return (
    <Section
      title={translate('timeline')}
      note={translate('timelineNote', {
        count: events.length,
        zone: formatZone(row.openedAtMs, { locale, timeZone: store.timeZone }),
      })}
      aside={
        <SegmentedControl
          aria-label={translate('views')}
          value={view}
          onChange={(value) => setView(views.find((each) => each === value) ?? 'steps')}
          data={views.map((value) => ({ value, label: translate(value) }))}
        />
      }
    >
      {awayMonths.length === 0 ? null : (
        <p className={classes.quiet} role="status">
          {translate('away', { months: awayMonths.join(', ') })}{' '}
          <code>{awayMonths.map((month) => `counterfoil events restore ${month}`).join(' && ')}</code>
        </p>
      )}
      {events.length === 0 ? (
        awayMonths.length > 0 ? null : (
          <p className={classes.quiet}>{translate('empty')}</p>
        )
      ) : (
        <Phases view={view} payment={payment} funds={funds} mayReadFunds={mayReadFunds} mayLink={mayLink} />
      )}
    </Section>
  )
}

function Phases({ view, payment, funds, ...may }: TimelineSectionProps & { readonly view: View }) {
  switch (view) {
    case 'steps':
      return (
        <>
          <StorePhase payment={payment} />
          <DeliveryPhase payment={payment} />
          {funds === null ? null : <MoneyPhase funds={funds} timeZone={payment.store.timeZone} {...may} />}
        </>
      )
    case 'events':
      return <EventsView payment={payment} />
    case 'bytes':
      return <BytesView payment={payment} />
  }
}
