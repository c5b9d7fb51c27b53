'use client'

import type { InventoryKey } from '@counterfoil/services/keys'
import { useTranslations } from 'next-intl'
import { useKnownWord } from '../../components/known-word/use-known-word.ts'
import { InventoryTable } from './inventory-table.tsx'
import { SinceCell } from './since-cell.tsx'

/** The server's own keys; those no longer in use stay, and say whether something is still sealed for them. */
export function KeyTable({ keys }: { readonly keys: readonly InventoryKey[] }) {
  const translate = useTranslations('keys')
  const kindWord = useKnownWord('keys', 'kinds')
  const purposeWord = useKnownWord('keys', 'purposes')
  const hangsOn = (sealed: number) => (sealed === 0 ? translate('nothingSealed') : translate('sealed', { count: sealed }))
  const rows = keys.map(({ kind, fingerprint, since, state, sealed }) => ({
    id: `${kind} ${fingerprint}`,
    what: kindWord(kind),
    under: state === 'former' && sealed !== null ? hangsOn(sealed) : purposeWord(kind),
    fingerprint,
    when: <SinceCell since={since} />,
    state,
  }))
  return <InventoryTable caption={translate('server.caption')} what="key" when="since" rows={rows} />
}
