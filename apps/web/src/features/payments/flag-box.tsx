'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './flag-box.module.css'

/** Which device took it, and why none was expected of that. */
export function FlagBox({ flag }: { readonly flag: NonNullable<PaymentDetail['flag']> }) {
  const translate = useTranslations('payments.flag')
  const states = useTranslations('status.device')
  return (
    <section className={classes.box} aria-labelledby="payment-flag">
      <h2 id="payment-flag" className={classes.title}>
        <Glyph name="crit" tone="crit" />
        {translate('title')}
      </h2>
      <p>
        {translate.rich('what', {
          state: states(flag.state),
          device: () => (
            <Link href={`/devices/${flag.deviceId}`} data-link>
              {translate('device', { id: flag.deviceId })}
            </Link>
          ),
        })}
      </p>
    </section>
  )
}
