'use client'

import type { PaymentDetail } from '@counterfoil/services/payments'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { CardNumber } from '../../components/card-number/card-number.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './card-digits.module.css'

interface CardDigitsProps {
  readonly payment: PaymentDetail
  readonly mayReadFirstSix: boolean
}

/** The card's last four digits; the first six for whoever may read them and asks, which is recorded. */
export function CardDigits({ payment: { row, card }, mayReadFirstSix }: CardDigitsProps) {
  const translate = useTranslations('payments.detail')
  const api = useApi()
  const revealed = useMutation(api.payments.revealFirstSix.mutationOptions())
  const first6 = revealed.data?.first6
  return (
    <span className={classes.digits}>
      <CardNumber last4={card.last4 ?? '••••'} first6={first6} />
      {mayReadFirstSix && card.firstSixKnown && first6 === undefined ? (
        <Button size="compact-xs" loading={revealed.isPending} onClick={() => revealed.mutate({ id: row.id })}>
          {translate('showFirstSix')}
        </Button>
      ) : null}
      {revealed.error ? (
        <span role="alert" className={classes.problem}>
          {revealed.error.message}
        </span>
      ) : null}
    </span>
  )
}
