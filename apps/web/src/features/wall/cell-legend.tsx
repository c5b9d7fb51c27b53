import { useTranslations } from 'next-intl'
import classes from './cell-legend.module.css'
import { CellMark } from './cell-mark.tsx'
import { cellStates } from './store-cells.ts'

/** What each cell means. */
export function CellLegend() {
  const translate = useTranslations('wall.stores.cells')
  return (
    <span className={classes.legend}>
      {cellStates.map((state) => (
        <span key={state} className={classes.entry}>
          <svg viewBox="0 0 14 14" aria-hidden="true">
            <CellMark state={state} side={14} />
          </svg>
          {translate(state)}
        </span>
      ))}
    </span>
  )
}
