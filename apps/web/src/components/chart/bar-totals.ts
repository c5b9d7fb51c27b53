import type { Plugin } from 'chart.js'
import type { ChartColors } from './chart-colors.ts'
import type { StackedBarsProps } from './stacked-bars.tsx'

const GAP_PX = 4
/** Narrower than this two of them would run into each other. */
const LEAST_WIDTH_PX = 38

interface Drawn {
  readonly props: StackedBarsProps
  readonly colors: ChartColors | null
}

/** Writes the sum of a bar's parts on top of it. */
export const totalsOf = (drawnNow: () => Drawn): Plugin<'bar'> => ({
  id: 'totals',
  afterDatasetsDraw({ ctx, scales: { x, y } }) {
    const {
      props: { parts, formatTotal },
      colors,
    } = drawnNow()
    const count = parts[0]?.values.length ?? 0
    if (formatTotal === undefined || colors === null || x === undefined || y === undefined) return
    if (x.width / Math.max(1, count) < LEAST_WIDTH_PX) return
    ctx.save()
    ctx.font = `600 11px ${colors.font}`
    ctx.fillStyle = colors.ink
    ctx.textAlign = 'center'
    ctx.textBaseline = 'bottom'
    for (let index = 0; index < count; index += 1) {
      const total = parts.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
      if (total > 0) ctx.fillText(formatTotal(total), x.getPixelForValue(index), y.getPixelForValue(total) - GAP_PX)
    }
    ctx.restore()
  },
})
