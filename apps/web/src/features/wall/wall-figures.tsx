'use client'

import { useTranslations } from 'next-intl'
import { type LiveParts, useHeadlineFigures } from '../live/index.ts'
import { partsOf } from './parts-of.ts'
import classes from './wall-figures.module.css'

/** Six that say how the day goes; how many stores report stands in the top bar. */
const shown = ['today', 'hour', 'approved', 'pace', 'unknown', 'waiting']

export function WallFigures(parts: LiveParts) {
  const translate = useTranslations('live')
  const figures = useHeadlineFigures(parts).filter(({ key }) => shown.includes(key))
  return (
    <dl className={classes.strip} aria-label={translate('headline')}>
      {figures.map(({ key, label, value, unit, note, noteTone, stale }) => {
        const { before, figure, after } = partsOf(value)
        return (
          <div key={key} data-stale={stale || undefined}>
            <dt>{label}</dt>
            <dd className={classes.value}>
              {before === '' ? null : <small>{before} </small>}
              {figure}
              {after === '' ? null : <small> {after}</small>}
              {unit === undefined ? null : <small> {unit}</small>}
            </dd>
            <dd className={classes.note} data-tone={noteTone}>
              {note}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
