'use client'

import type { Requirements } from '@counterfoil/services/commissioning'
import { useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'
import { useMethods } from './method-choices.ts'

/** What a store must be able to do, as it was said. */
export function RequirementsFacts({ requirements }: { readonly requirements: Requirements }) {
  const translate = useTranslations('commissioning')
  const { nameOf } = useMethods()
  const { methods, data, frequency, security } = requirements
  const comes = (['basket', 'cashier', 'totals'] as const)
    .filter((one) => data[one])
    .map((one) => translate(`requirements.${one}`))
  const wanted = (is: boolean) => translate(is ? 'yes' : 'no')
  return (
    <FactList
      facts={[
        { label: translate('requirements.methods'), value: methods.map(nameOf).join(', ') },
        {
          label: translate('requirements.data'),
          value: comes.length === 0 ? translate('requirements.onlyPayment') : comes.join(', '),
        },
        {
          label: translate('requirements.arrive'),
          value: translate('requirements.arriveValue', { seconds: frequency.arriveWithinSeconds }),
        },
        {
          label: translate('requirements.silent'),
          value: translate('requirements.silentValue', { hours: frequency.saleEveryHours }),
        },
        {
          label: translate('requirements.clock'),
          value: translate('requirements.arriveValue', { seconds: security.clockSeconds }),
        },
        {
          label: translate('requirements.disk'),
          value: translate('requirements.diskValue', { percent: security.diskFreePercent }),
        },
        { label: translate('requirements.version'), value: security.leastVersion ?? translate('requirements.any') },
        { label: translate('requirements.approval'), value: wanted(security.approval) },
        { label: translate('requirements.p2pe'), value: wanted(security.p2pe) },
      ]}
    />
  )
}
