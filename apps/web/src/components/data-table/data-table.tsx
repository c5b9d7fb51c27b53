import { Table, type TableProps } from '@mantine/core'
import classes from './data-table.module.css'

interface DataTableProps extends Omit<TableProps, 'classNames'> {
  /** What the table holds, read aloud before it; shown to nobody else. */
  readonly caption: string
  /** 25 figures, 30 the rule, 33 with a sparkline, 42 two lines (pixels). */
  readonly rowHeight?: 25 | 30 | 33 | 42
  /** From here on it scrolls sideways within itself. */
  readonly minWidth?: number
  /** On a phone each row is a block: the first cell on a line of its own, the others, with their `data-label`, below it. */
  readonly stacked?: boolean
}

/** A ruled table: no zebra, no vertical lines, heads aligned as their columns. Cells with `data-right` are figures. */
export function DataTable({ caption, rowHeight = 30, minWidth, stacked = false, children, ...rest }: DataTableProps) {
  const table = (
    <Table
      {...rest}
      classNames={{ table: classes.table, th: classes.head, td: classes.cell }}
      data-row={rowHeight}
      data-stacked={stacked || undefined}
      style={{ '--row': `${rowHeight}px`, '--min-width': `${minWidth ?? 0}px` }}
    >
      <caption className={classes.caption}>{caption}</caption>
      {children}
    </Table>
  )
  if (minWidth === undefined) return <div className={classes.scroller}>{table}</div>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroller} aria-label={caption} tabIndex={0}>
      {table}
    </section>
  )
}
