'use client'

import type { InventoryKey } from '@counterfoil/services/keys'
import { useTranslations } from 'next-intl'
import { InventoryTable } from './inventory-table.tsx'
import classes from './keys-page.module.css'
import { UntilCell } from './until-cell.tsx'

/** What the hubs show on their ports. */
export function CertificateTable({ certificates }: { readonly certificates: readonly InventoryKey[] }) {
  const translate = useTranslations('keys.certificates')
  if (certificates.length === 0) return <p className={classes.none}>{translate('none')}</p>
  const rows = certificates.map(({ name, subject, issuer, place: port, fingerprint, expires, state }) => ({
    id: port,
    what: name || subject,
    under: translate('under', { port, issuer }),
    title: `${subject} · ${issuer}`,
    fingerprint,
    when: expires && <UntilCell until={expires} />,
    state,
  }))
  return <InventoryTable caption={translate('caption')} what="certificate" when="until" rows={rows} />
}
