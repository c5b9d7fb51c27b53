'use client'

import type { ListedDevice } from '@counterfoil/services/devices'
import { useTranslations } from 'next-intl'

/** Make and model as far as they are known, else what kind of thing it is. */
export function useDeviceName(): (device: Pick<ListedDevice, 'make' | 'model' | 'kind' | 'id'>) => string {
  const translate = useTranslations('devices')
  return ({ make, model, kind, id }) =>
    [make, model].filter(Boolean).join(' ') || translate('unnamed', { kind: translate(`kinds.${kind}`), id })
}
