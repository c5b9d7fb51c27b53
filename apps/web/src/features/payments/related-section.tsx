'use client'

import type { PaymentDetail, RelatedPayment } from '@counterfoil/services/payments'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatDateTime } from '../../components/format/date-time.ts'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { Amount } from '../../components/money/amount.tsx'
import { hrefInScope } from '../../components/scope/scope.ts'
import { useScope } from '../../components/scope/use-scope.ts'
import { Section } from '../../components/section/section.tsx'
import { Status } from '../../components/status/status.tsx'
import classes from './related-section.module.css'

/** The sale a refund belongs to, and the refunds of a sale. */
export function RelatedSection({ payment: { parent, children, store } }: { readonly payment: PaymentDetail }) {
  const translate = useTranslations('payments.detail')
  return (
    <>
      {parent === null ? null : (
        <Section title={translate('parent')}>
          <RelatedLine related={parent} timeZone={store.timeZone} />
        </Section>
      )}
      {children.length === 0 ? null : (
        <Section title={translate('children')}>
          {children.map((child) => (
            <RelatedLine key={child.id} related={child} timeZone={store.timeZone} />
          ))}
        </Section>
      )}
    </>
  )
}

function RelatedLine({ related, timeZone }: { readonly related: RelatedPayment; readonly timeZone: string }) {
  const locale = useLocale()
  const nowMs = useNowMs()
  const { scope } = useScope()
  const kindWord = useKnownWord('payments', 'kinds')
  return (
    <Link className={classes.line} href={hrefInScope(`/payments/${related.id}`, scope)}>
      <Status axis="outcome" state={related.outcome} as="glyph" />
      <span className={classes.words}>
        {kindWord(related.kind)}, {formatDateTime(related.openedAtMs, { locale, timeZone }, nowMs)}
      </span>
      <Amount amountMinor={related.amountMinor} currency={related.currency} />
    </Link>
  )
}
