'use client'

import type { InventoryKey } from '@counterfoil/services/keys'
import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatSpan } from '../../components/format/span.ts'
import { Section } from '../../components/section/section.tsx'
import { InventoryTable } from './inventory-table.tsx'
import classes from './keys-page.module.css'
import { UntilCell } from './until-cell.tsx'

/** What programs show, with who answers for it, its age, its end, and when it was last used. */
export function TokenKeys({ tokens }: { readonly tokens: readonly InventoryKey[] }) {
  const translate = useTranslations('keys.tokens')
  const locale = useLocale()
  const nowMs = useNowMs()
  const span = (at: Date) => formatSpan(nowMs - at.getTime(), locale)
  const rows = tokens.map(({ name, place: owner, fingerprint, since, expires, lastUsed, state }) => {
    const used = lastUsed === null ? translate('never') : translate('ago', { span: span(lastUsed) })
    const under = translate('under', { owner, age: span(since), used })
    return {
      id: `${name} ${fingerprint} ${since.getTime()}`,
      what: name,
      under,
      title: `${name} · ${under}`,
      fingerprint,
      when: expires && <UntilCell until={expires} />,
      state,
    }
  })
  return (
    <Section title={translate('title')} note={translate('note', { count: tokens.length })}>
      {tokens.length === 0 ? (
        <p className={classes.none}>{translate('none')}</p>
      ) : (
        <InventoryTable caption={translate('caption')} what="token" when="until" rows={rows} />
      )}
    </Section>
  )
}
