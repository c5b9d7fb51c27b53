import { courseEnd, coursePath } from './course-path.ts'
import classes from './sparkline.module.css'

const WIDTH = 120
const HEIGHT = 20
const MARGIN = 3

interface SparklineProps {
  /** As many steps as have begun. */
  readonly values: readonly number[]
  /** The whole span, drawn grey behind; null when there is none. */
  readonly compared: readonly number[] | null
  readonly label: string
}

/** One row's own course: ink over what it was before, a dot where it is now. */
export function Sparkline({ values, compared, label }: SparklineProps) {
  const length = Math.max(compared?.length ?? 24, values.length)
  const box = { width: WIDTH - 2 * MARGIN, height: HEIGHT - MARGIN, max: Math.max(0, ...values, ...(compared ?? [])) }
  const end = courseEnd(values, length, box)
  return (
    <svg
      className={classes.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT + MARGIN}`}
      width={WIDTH}
      height={HEIGHT + MARGIN}
      role="img"
      aria-label={label}
    >
      <g transform={`translate(${MARGIN} ${MARGIN})`}>
        <path className={classes.compared} d={coursePath(compared ?? [], length, box)} />
        <path className={classes.actual} d={coursePath(values, length, box)} />
        {end === null ? null : <circle className={classes.end} cx={end.x} cy={end.y} r="2" />}
      </g>
    </svg>
  )
}
