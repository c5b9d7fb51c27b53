import type { Chart, ChartType, Plugin } from 'chart.js'
import type { ChartColors } from './chart-colors.ts'

export interface EndLabelOptions {
  /** Which point, by dataset and index; null: nothing is drawn. */
  readonly at: { readonly dataset: number; readonly index: number } | null
  readonly text: string
  /** A hollow dot: the span is not over yet. */
  readonly hollow: boolean
  readonly colors: ChartColors
  readonly scale: number
}

declare module 'chart.js' {
  // Chart.js names its parameter so, and declarations that merge must agree.
  interface PluginOptionsByType<TType extends ChartType> {
    endLabel?: EndLabelOptions
  }
}

/** The last value beside its dot, with a halo of the page's colour: a label where it fits needs no legend. */
export const endLabel: Plugin<'line'> = {
  id: 'endLabel',
  afterDatasetsDraw(chart: Chart<'line'>, _args, given) {
    const options = given as EndLabelOptions
    if (!options.at) return
    const point = chart.getDatasetMeta(options.at.dataset).data[options.at.index]
    if (point === undefined || Number.isNaN(point.y)) return
    drawDot(chart.ctx, point, options)
    drawText(chart, point, options)
  },
}

function drawDot(
  context: CanvasRenderingContext2D,
  { x, y }: { x: number; y: number },
  { hollow, colors, scale }: EndLabelOptions,
): void {
  context.save()
  context.beginPath()
  context.arc(x, y, 4 * scale, 0, 2 * Math.PI)
  context.fillStyle = hollow ? colors.bg : colors.ink
  context.strokeStyle = hollow ? colors.ink : colors.bg
  context.lineWidth = (hollow ? 1.6 : 2) * scale
  context.fill()
  context.stroke()
  context.restore()
}

function drawText(chart: Chart<'line'>, { x, y }: { x: number; y: number }, { text, colors, scale }: EndLabelOptions): void {
  const { ctx: context, chartArea } = chart
  context.save()
  context.font = `600 ${12 * scale}px ${colors.font}`
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 4 * scale
  context.strokeStyle = colors.bg
  context.fillStyle = colors.ink
  const width = context.measureText(text).width
  const away = 12 * scale
  const fitsRight = x + away + width <= chartArea.right
  const left = fitsRight ? x + away : Math.max(chartArea.left, x - away - width)
  const top = Math.min(chartArea.bottom - 10 * scale, Math.max(chartArea.top + 8 * scale, y - away))
  context.strokeText(text, left, top)
  context.fillText(text, left, top)
  context.restore()
}
