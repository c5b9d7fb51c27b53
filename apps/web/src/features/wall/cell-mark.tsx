import classes from './cell-mark.module.css'
import type { CellState } from './store-cells.ts'

/** A cell that is not plain, in its own shape: told apart without colour. */
export function CellMark({ state, side }: { readonly state: CellState; readonly side: number }) {
  switch (state) {
    case 'well':
      return <rect className={classes.well} width={side} height={side} />
    case 'unwell':
      return (
        <g>
          <rect className={classes.well} width={side} height={side} />
          <path className={classes.unwell} d={`M${side / 2} ${side * 0.1}L${side * 0.94} ${side * 0.9}H${side * 0.06}z`} />
        </g>
      )
    case 'stopped':
      return (
        <g>
          <rect className={classes.stopped} width={side} height={side} />
          <path className={classes.bar} d={`M${side * 0.25} ${side / 2}h${side / 2}`} strokeWidth={side * 0.16} />
        </g>
      )
    case 'unknown':
      return (
        <g>
          <rect className={classes.well} width={side} height={side} />
          <path
            className={classes.unknown}
            d={`M${side / 2} ${side * 0.04}L${side * 0.96} ${side / 2}L${side / 2} ${side * 0.96}L${side * 0.04} ${side / 2}z`}
          />
        </g>
      )
    case 'silent':
      return <path className={classes.silent} d={hatching(side)} />
    case 'unseen':
      return <rect className={classes.unseen} x={0.75} y={0.75} width={side - 1.5} height={side - 1.5} />
  }
}

/** An outline filled with slanting lines: not here now. */
function hatching(side: number): string {
  const step = Math.max(3, side / 5)
  const lines: string[] = [`M0.75 0.75h${side - 1.5}v${side - 1.5}h${1.5 - side}z`]
  for (let at = step; at < 2 * side; at += step) {
    const [fromX, fromY] = at <= side ? [0, at] : [at - side, side]
    const [toX, toY] = at <= side ? [at, 0] : [side, at - side]
    lines.push(`M${fromX} ${fromY}L${toX} ${toY}`)
  }
  return lines.join('')
}
