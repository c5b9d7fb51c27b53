import type { ReactNode } from 'react'
import classes from './columns.module.css'

interface ColumnsProps {
  readonly main: ReactNode
  readonly side: ReactNode
}

/** Main column and side column, split by a hairline; one under the other where there is no room for both. */
export function Columns({ main, side }: ColumnsProps) {
  return (
    <div className={classes.columns}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  )
}
