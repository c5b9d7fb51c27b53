import type { ReactNode } from 'react'
import type { Tone } from '../status/tone.ts'
import classes from './figure-strip.module.css'

export interface Figure {
  readonly key: string
  readonly label: string
  /** The figure's `<Age>`. */
  readonly age?: ReactNode
  readonly value: string
  readonly unit?: string | undefined
  /** One short line: the comparison, or what is wrong. */
  readonly note?: ReactNode
  readonly noteTone?: Tone
  readonly stale?: boolean
}

/** Five to seven headline figures in one ruled row; sizes stay while values change. */
export function FigureStrip({ label, figures }: { readonly label: string; readonly figures: readonly Figure[] }) {
  return (
    <dl className={classes.strip} aria-label={label}>
      {figures.map((figure) => (
        <div key={figure.key} className={classes.figure} data-stale={figure.stale || undefined}>
          <dt className={classes.label}>
            <span className={classes.name}>{figure.label}</span>
            {figure.age ? <span className={classes.age}>{figure.age}</span> : null}
          </dt>
          <dd className={classes.value}>
            {figure.value}
            {figure.unit ? <span className={classes.unit}>{figure.unit}</span> : null}
          </dd>
          <dd className={classes.note} data-tone={figure.noteTone}>
            {figure.note}
          </dd>
        </div>
      ))}
    </dl>
  )
}
