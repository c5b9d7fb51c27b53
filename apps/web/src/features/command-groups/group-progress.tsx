'use client'

import type { MemberCounts } from '@counterfoil/services/command-groups'
import { useLocale, useTranslations } from 'next-intl'
import { formatCount } from '../../components/format/number.ts'
import classes from './command-groups.module.css'
import { partsOf } from './count-parts.ts'

/** How far it is: done in ink, what fared badly tinted, what is under way in grey, the rest empty; in words below. */
export function GroupProgress({ counts }: { readonly counts: MemberCounts }) {
  const translate = useTranslations('commandGroups.progress')
  const locale = useLocale()
  const parts = partsOf(counts)
  const all = parts.done + parts.notDone + parts.neither + parts.underWay + parts.left
  const ended = parts.done + parts.notDone + parts.neither
  const words = translate('of', { ended: formatCount(ended, locale), all: formatCount(all, locale) })
  const width = (count: number) => ({ width: `${all === 0 ? 0 : (count / all) * 100}%` })
  return (
    <div className={classes.progress}>
      <div
        role="progressbar"
        aria-label={translate('label')}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={ended}
        aria-valuetext={words}
        className={classes.bar}
      >
        <span data-part="done" style={width(parts.done)} />
        <span data-part="notDone" style={width(parts.notDone)} />
        <span data-part="neither" style={width(parts.neither)} />
        <span data-part="underWay" style={width(parts.underWay)} />
      </div>
      <p className={classes.counts}>
        {words}
        {parts.notDone === 0 ? null : (
          <span className={classes.bad}>
            {' '}
            · {translate('notDone', { count: parts.notDone, shown: formatCount(parts.notDone, locale) })}
          </span>
        )}
        {parts.underWay === 0 ? null : ` · ${translate('underWay', { shown: formatCount(parts.underWay, locale) })}`}
        {counts.away === 0 ? null : ` · ${translate('away', { shown: formatCount(counts.away, locale) })}`}
      </p>
    </div>
  )
}
