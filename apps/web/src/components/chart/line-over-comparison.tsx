'use client'

import {
  CategoryScale,
  Chart as ChartJs,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { useMemo } from 'react'
import { Line } from 'react-chartjs-2'
import { type ChartColors, useChartColors } from './chart-colors.ts'
import { type EndLabelOptions, endLabel } from './end-label.ts'

ChartJs.register(CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip, endLabel)

export interface LineOverComparisonProps {
  /** One for each step; every `labelEvery`-th is written. */
  readonly labels: readonly string[]
  readonly labelEvery: number
  readonly actual: readonly (number | null)[]
  /** Index of a last point that is not over yet: a hollow dot by itself, because a line down to it would look like a fall. */
  readonly running: number | null
  readonly compared: readonly (number | null)[]
  readonly names: { readonly actual: string; readonly compared: string }
  readonly formatTick: (value: number) => string
  readonly formatValue: (value: number) => string
  readonly endText: string | null
  /** An axis that does not begin at nothing: for rates only. */
  readonly range?: { readonly min: number; readonly max: number; readonly step: number }
  readonly axisWidth?: number
  readonly hideLabels?: boolean
  /** Everything drawn so many times as large: for walls. */
  readonly scale?: number
}

/** A line in ink over a grey one of the same span before. Loaded with its page only where it is shown. */
export default function LineOverComparison(props: LineOverComparisonProps) {
  const colors = useChartColors()
  const data = useMemo(() => (colors === null ? null : datasets(props, colors)), [props, colors])
  const options = useMemo(() => (colors === null ? null : optionsOf(props, colors)), [props, colors])
  if (data === null || options === null) return null
  // The caption beside it says what it shows; a picture of it would be read twice.
  return <Line data={data} options={options} aria-hidden="true" role="presentation" />
}

function datasets({ labels, actual, running, compared, names, scale = 1 }: LineOverComparisonProps, colors: ChartColors) {
  const over = actual.map((value, k) => (k === running ? null : value))
  const alone = actual.map((value, k) => (k === running ? value : null))
  return {
    labels: [...labels],
    datasets: [
      { label: names.actual, data: over, borderColor: colors.ink, borderWidth: 1.8 * scale, order: 1 },
      { label: names.actual, data: alone, borderWidth: 0, order: 1 },
      { label: names.compared, data: [...compared], borderColor: colors.mid, borderWidth: 1.2 * scale, order: 2 },
    ],
  }
}

function optionsOf(props: LineOverComparisonProps, colors: ChartColors): ChartOptions<'line'> {
  const { running, range, scale = 1 } = props
  const lastIndex = running ?? props.actual.findLastIndex((value) => value !== null)
  const label: EndLabelOptions = {
    at: props.endText === null || lastIndex < 0 ? null : { dataset: running === null ? 0 : 1, index: lastIndex },
    text: props.endText ?? '',
    hollow: running !== null,
    colors,
    scale,
  }
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    normalized: true,
    spanGaps: false,
    interaction: { mode: 'index', intersect: false, axis: 'x' },
    elements: { point: { radius: 0, hitRadius: 8 }, line: { tension: 0, borderJoinStyle: 'round' } },
    layout: { padding: { top: 10 * scale } },
    scales: {
      x: {
        grid: { display: false },
        border: { color: colors['line-2'] },
        ticks: {
          display: !props.hideLabels,
          color: colors['ink-3'],
          font: { family: colors.font, size: 11 * scale },
          maxRotation: 0,
          autoSkip: false,
          callback: (_, k) => (k > 0 && k % props.labelEvery === 0 ? (props.labels[k] ?? '') : ''),
        },
      },
      y: {
        position: 'right',
        ...(range ? { min: range.min, max: range.max } : groundOf(props)),
        grid: { color: colors.line, drawTicks: false },
        border: { display: false },
        afterFit: (axis) => {
          axis.width = props.axisWidth ?? 52 * scale
        },
        ticks: {
          color: colors['ink-3'],
          font: { family: colors.font, size: 11 * scale },
          padding: 6,
          maxTicksLimit: 5,
          ...(range ? { stepSize: range.step } : {}),
          callback: (value) => props.formatTick(Number(value)),
        },
      },
    },
    plugins: {
      legend: { display: false },
      endLabel: label,
      tooltip: {
        displayColors: false,
        backgroundColor: colors['ink-2'],
        titleColor: colors.bg,
        bodyColor: colors.bg,
        filter: (item) => item.datasetIndex !== 1 || item.dataIndex === running,
        callbacks: {
          label: (item) => `${item.dataset.label ?? ''} ${item.parsed.y === null ? '–' : props.formatValue(item.parsed.y)}`,
        },
      },
    },
  }
}

/** The odd refund does not move the ground line; a real loss does. */
function groundOf({ actual, compared }: LineOverComparisonProps): { readonly min?: number; readonly beginAtZero: true } {
  const values = [...actual, ...compared].filter((value) => value !== null)
  const lowest = Math.min(0, ...values)
  return -lowest < Math.max(0, ...values) * 0.05 ? { min: 0, beginAtZero: true } : { beginAtZero: true }
}
