'use client'

import type { GroupPreview } from '@counterfoil/services/command-groups'
import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../../components/format/number.ts'
import { Glyph } from '../../components/status/glyph.tsx'
import classes from './command-groups.module.css'

/** Who would be asked, who would not and why; each line only where it says something. */
export function PreviewLines({ preview }: { readonly preview: GroupPreview | undefined }) {
  const translate = useTranslations('commandGroups.preview')
  const locale = useLocale()
  const shown = (count: number) => ({ count, shown: formatCount(count, locale) })
  if (preview === undefined)
    return (
      <p className={classes.preview} role="status">
        {translate('looking')}
      </p>
    )
  const { members, agents, stores, ofTerminals, takesTwo } = preview
  const rest = (['away', 'shutOut', 'withoutTerminal', 'leftOut'] as const).filter((name) => preview[name] > 0)
  return (
    <div className={classes.preview} role="status">
      <p>
        <strong>
          {members === 0
            ? translate('nobody')
            : translate(ofTerminals ? 'terminals' : 'agents', {
                ...shown(members),
                agents: formatCount(agents, locale),
                stores,
                shownStores: formatCount(stores, locale),
              })}
        </strong>
      </p>
      <ul>
        {rest.map((name) => (
          <li key={name}>{translate(name, shown(preview[name]))}</li>
        ))}
      </ul>
      {takesTwo ? (
        <p className={classes.takesTwo}>
          <Glyph name="warn" tone="warn" /> {translate('takesTwo')}
        </p>
      ) : null}
    </div>
  )
}
