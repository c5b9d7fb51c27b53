'use client'

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import classes from './chart-box.module.css'

interface ChartBoxProps {
  /** A sentence with the finding: the chart's accessible name. */
  readonly caption: string
  /** Reserved from the start, so that nothing moves when the chart comes (pixels). */
  readonly heightPx: number
  readonly words: { readonly asTable: string; readonly asChart: string }
  readonly table: ReactNode
  readonly children: ReactNode
}

/** A chart with its sentence, and the same figures as a table. */
export function ChartBox({ caption, heightPx, words, table, children }: ChartBoxProps) {
  const [asTable, setAsTable] = useState(false)
  return (
    <figure className={classes.figure}>
      {asTable ? (
        <div className={classes.table} style={{ height: heightPx }}>
          {table}
        </div>
      ) : (
        <div className={classes.canvas} style={{ height: heightPx }} role="img" aria-label={caption}>
          {children}
        </div>
      )}
      <figcaption className={classes.foot}>
        <span className={classes.caption}>{caption}</span>
        <Button variant="subtle" size="compact-xs" onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
          {asTable ? words.asChart : words.asTable}
        </Button>
      </figcaption>
    </figure>
  )
}
