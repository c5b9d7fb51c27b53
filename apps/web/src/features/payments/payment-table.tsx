'use client'

import type { ListedPayment } from '@counterfoil/services/payments'
import { useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { paymentColumns, paymentFeatures } from './payment-columns.tsx'
import classes from './payment-table.module.css'

const ROW_PX = 30
const PHONE_ROW_PX = 60
const PHONE = '(max-width: 47.99em)'
/** This many rows before the end the next page is asked for. */
const AHEAD = 30

interface PaymentTableProps {
  readonly rows: readonly ListedPayment[]
  readonly hasMore: boolean
  readonly loadingMore: boolean
  readonly onMore: () => void
}

/** The long list: only the rows in sight are in the document, their number is told all the same. */
export function PaymentTable({ rows, hasMore, loadingMore, onMore }: PaymentTableProps) {
  const translate = useTranslations('payments.list')
  const table = useTable({ features: paymentFeatures, columns: paymentColumns, data: rows, getRowId: (row) => row.id })
  const model = table.getRowModel().rows
  const list = useRef<HTMLDivElement>(null)
  const [topPx, setTopPx] = useState(0)
  const rowPx = useRowHeight()
  useEffect(() => setTopPx(list.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({ count: model.length, estimateSize: () => rowPx, overscan: 12, scrollMargin: topPx })
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when rows change their height
  useEffect(() => virtual.measure(), [virtual, rowPx])
  const items = virtual.getVirtualItems()
  const lastIndex = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastIndex >= model.length - AHEAD) onMore()
  }, [hasMore, lastIndex, model.length, onMore])
  return (
    <div className={classes.scroller}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the document, which a table element cannot say */}
      <div
        role="table"
        aria-label={translate('caption')}
        aria-rowcount={hasMore ? -1 : model.length + 1}
        className={classes.table}
      >
        {table.getHeaderGroups().map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: a row of heads is not pressed
          <div key={group.id} role="row" aria-rowindex={1} className={classes.heads}>
            {group.headers.map((header) => (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: a head is not pressed
              <div key={header.id} role="columnheader" className={classes.head} data-column={header.id}>
                {translate(header.id as Parameters<typeof translate>[0])}
              </div>
            ))}
          </div>
        ))}
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" ref={list} className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = model[item.index]
            if (row === undefined) return null
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above
              // biome-ignore lint/a11y/useFocusableInteractive: the link in it is
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                className={classes.row}
                style={{ height: item.size, transform: `translateY(${item.start - topPx}px)` }}
              >
                {row.getAllCells().map((cell) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above
                  <div key={cell.id} role="cell" className={classes.cell} data-column={cell.column.id}>
                    <table.FlexRender cell={cell} />
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
      <p className={classes.end} role="status">
        {loadingMore ? translate('loadingMore') : hasMore ? '' : translate('end')}
      </p>
    </div>
  )
}

function useRowHeight(): number {
  const [rowPx, setRowPx] = useState(ROW_PX)
  useEffect(() => {
    const phone = window.matchMedia(PHONE)
    const look = () => setRowPx(phone.matches ? PHONE_ROW_PX : ROW_PX)
    look()
    phone.addEventListener('change', look)
    return () => phone.removeEventListener('change', look)
  }, [])
  return rowPx
}
