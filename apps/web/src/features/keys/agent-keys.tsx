'use client'

import type { KeyInventory } from '@counterfoil/services/keys'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import { InventoryTable } from './inventory-table.tsx'
import classes from './keys-page.module.css'
import { SinceCell } from './since-cell.tsx'

/** The oldest keys of store agents; an agent makes a new one by itself when its own is older than 180 days. */
export function AgentKeys({ agents: { all, overdue, oldest } }: { readonly agents: KeyInventory['agents'] }) {
  const translate = useTranslations('keys.agents')
  const rows = oldest.map(({ place, name, fingerprint, since, state }) => ({
    id: fingerprint,
    what: place,
    under: name,
    title: `${place}, ${name}`,
    fingerprint,
    when: <SinceCell since={since} />,
    state,
  }))
  return (
    <Section title={translate('title')} note={translate('note', { all, overdue })}>
      {all === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <InventoryTable caption={translate('caption')} what="agent" when="since" rows={rows} />
      )}
      {oldest.length < all ? <p className={classes.none}>{translate('rest', { count: all - oldest.length })}</p> : null}
    </Section>
  )
}
