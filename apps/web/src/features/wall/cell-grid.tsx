'use client'

import type { LiveStore } from '@counterfoil/services/live'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import classes from './cell-grid.module.css'
import { CellMark } from './cell-mark.tsx'
import type { CellState } from './store-cells.ts'

interface CellGridProps {
  readonly stores: readonly LiveStore[]
  readonly states: readonly CellState[]
  readonly fit: { readonly pitch: number; readonly columns: number }
  readonly label: string
}

/** From here on there is room for the store's number. */
const NUMBERED_FROM = 62

/** One cell per store. Those that are well are one path, because there may be thousands; the others are listed for readers. */
export function CellGrid({ stores, states, fit: { pitch, columns }, label }: CellGridProps) {
  const translate = useTranslations('wall.stores')
  const numbered = pitch >= NUMBERED_FROM
  const gap = Math.max(1, Math.round(pitch * 0.12))
  const side = pitch - gap
  const place = (index: number) => ({ x: (index % columns) * pitch, y: Math.floor(index / columns) * pitch })
  const square = (index: number) => `M${place(index).x} ${place(index).y}h${side}v${side}h${-side}z`
  const well = states.map((state, index) => (state === 'well' ? square(index) : '')).join('')
  const width = columns * pitch
  const height = Math.ceil(stores.length / columns) * pitch
  const noted = stores.flatMap((store, index) => {
    const state = states[index] ?? 'well'
    return state === 'well' ? [] : [{ store, state, index }]
  })
  return (
    <>
      <svg
        className={classes.grid}
        viewBox={`0 0 ${width} ${height}`}
        style={{ width: `calc(${width} * var(--u))`, height: `calc(${height} * var(--u))` }}
        role="img"
        aria-label={label}
      >
        <WellCells path={well} />
        {noted.map(({ store, state, index }) => (
          <g key={store.storeId} transform={`translate(${place(index).x} ${place(index).y})`}>
            <CellMark state={state} side={side} />
          </g>
        ))}
        {numbered
          ? stores.map((store, index) => (
              <text
                key={store.storeId}
                className={classes.number}
                data-state={states[index]}
                x={place(index).x + 6}
                y={place(index).y + side - 8}
              >
                {store.code}
              </text>
            ))
          : null}
      </svg>
      <ul className={classes.unseen}>
        {noted.map(({ store, state }) => (
          <li key={store.storeId}>
            {store.code} <span lang={store.nameLang}>{store.name}</span>: {translate(`cells.${state}`)}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Drawn anew only when it changed: figures do every quarter of a second. */
const WellCells = memo(function WellCells({ path }: { readonly path: string }) {
  return <path className={classes.well} d={path} />
})
