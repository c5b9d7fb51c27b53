'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { DecisionBox } from '../../components/decision-box/decision-box.tsx'

/** Which device took it, and why none was expected of that. */
export function FlagBox({ flag }: { readonly flag: NonNullable<PaymentDetail['flag']> }) {
  const translate = useTranslations('payments.flag')
  const states = useTranslations('status.device')
  return (
    <DecisionBox tone="crit" title={translate('title')}>
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
    </DecisionBox>
  )
}
