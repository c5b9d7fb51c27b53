'use client'

import { BarController, BarElement, CategoryScale, Chart as ChartJs, type ChartOptions, LinearScale, Tooltip } from 'chart.js'
import { useLayoutEffect, useMemo, useRef } from 'react'
import { Bar } from 'react-chartjs-2'
import { totalsOf } from './bar-totals.ts'
import { type ChartColors, useChartColors } from './chart-colors.ts'
import { hatch } from './hatch.ts'

ChartJs.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

export interface StackedBarsProps {
  /** One for each bar; of two lines where it is an array. */
  readonly labels: readonly (string | readonly string[])[]
  /** From the ground up: what is certain, what is expected, what is overdue. */
  readonly parts: readonly {
    readonly name: string
    readonly values: readonly number[]
    readonly look: 'solid' | 'quiet' | 'alarm'
  }[]
  readonly formatTick: (value: number) => string
  readonly formatValue: (value: number) => string
  /** On top of each bar: the sum of its parts; none leaves it out. */
  readonly formatTotal?: (value: number) => string
}

const looks = {
  solid: (colors: ChartColors) => ({ backgroundColor: colors['ink-2'], borderColor: colors['ink-2'], borderWidth: 0 }),
  quiet: (colors: ChartColors) => ({ backgroundColor: colors.band, borderColor: colors.mid, borderWidth: 1 }),
  // Hatched: not here yet.
  alarm: (colors: ChartColors) => ({
    backgroundColor: hatch(colors['crit-s'], colors.bg),
    borderColor: colors['crit-s'],
    borderWidth: 1,
  }),
}

/** Bars of parts on top of each other, one for each label. */
export default function StackedBars(props: StackedBarsProps) {
  const colors = useChartColors()
  const data = useMemo(
    () =>
      colors === null
        ? null
        : {
            labels: props.labels.map((label) => (typeof label === 'string' ? label : [...label])),
            datasets: props.parts.map(({ name, values, look }) => ({
              label: name,
              data: [...values],
              ...looks[look](colors),
              maxBarThickness: 34,
            })),
          },
    [props, colors],
  )
  // A chart keeps the plugins it was made with: they ask for what is drawn now.
  const drawn = useRef({ props, colors })
  useLayoutEffect(() => {
    drawn.current = { props, colors }
  }, [props, colors])
  const plugins = useMemo(() => [totalsOf(() => drawn.current)], [])
  const options = useMemo(() => (colors === null ? null : optionsOf(props, colors)), [props, colors])
  if (data === null || options === null) return null
  // The caption beside it says what it shows; a picture of it would be read twice.
  return <Bar data={data} options={options} plugins={plugins} aria-hidden="true" role="presentation" />
}

function optionsOf(props: StackedBarsProps, colors: ChartColors): ChartOptions<'bar'> {
  const font = { family: colors.font, size: 11 }
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: { padding: { top: props.formatTotal === undefined ? 0 : 16 } },
    interaction: { mode: 'index', intersect: false, axis: 'x' },
    scales: {
      x: {
        stacked: true,
        grid: { display: false },
        border: { color: colors['line-2'] },
        ticks: { color: colors['ink-3'], font, maxRotation: 0 },
      },
      y: {
        stacked: true,
        position: 'right',
        beginAtZero: true,
        grid: { color: colors.line, drawTicks: false },
        border: { display: false },
        ticks: {
          color: colors['ink-3'],
          font,
          padding: 6,
          maxTicksLimit: 5,
          callback: (value) => props.formatTick(Number(value)),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        displayColors: false,
        backgroundColor: colors['ink-2'],
        titleColor: colors.bg,
        bodyColor: colors.bg,
        filter: (item) => item.parsed.y !== 0,
        callbacks: {
          label: (item) => `${item.dataset.label ?? ''} ${item.parsed.y === null ? '–' : props.formatValue(item.parsed.y)}`,
        },
      },
    },
  }
}
