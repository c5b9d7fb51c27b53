'use client'

import { useTranslations } from 'next-intl'
import { hardSpace } from '../../components/format/marks.ts'
import { type LiveParts, useHeadlineFigures } from '../live/index.ts'
import classes from './wall-figures.module.css'

/** Six that say how the day goes; how many stores report stands in the top bar. */
const shown = ['today', 'hour', 'approved', 'pace', 'unknown', 'waiting']

export function WallFigures(parts: LiveParts) {
  const translate = useTranslations('live')
  const figures = useHeadlineFigures(parts).filter(({ key }) => shown.includes(key))
  return (
    <dl className={classes.strip} aria-label={translate('headline')}>
      {figures.map(({ key, label, value, unit, note, noteTone, stale }) => {
        const [figure, ...units] = value.split(hardSpace)
        // A currency's code stands before its amount, a unit behind it.
        const parted = units.length === 1 && /^[A-Z]{3}$/.test(figure ?? '') === false
        return (
          <div key={key} data-stale={stale || undefined}>
            <dt>{label}</dt>
            <dd className={classes.value}>
              {parted ? figure : value}
              {parted ? <small>{units[0]}</small> : null}
              {unit === undefined ? null : <small>{unit}</small>}
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
