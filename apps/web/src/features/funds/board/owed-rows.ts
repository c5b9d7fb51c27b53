import type { AgeBand, FundsBoard, OwedCell } from '@counterfoil/services/funds'

export interface OwedRow {
  readonly acquirer: string
  readonly currency: string
  readonly bands: Partial<Record<AgeBand, OwedCell>>
  readonly totalMinor: number
}

/** One row for each acquirer and currency, the largest sum first within the order of their names. */
export function owedRows(owed: FundsBoard['owed']): OwedRow[] {
  const rows = Map.groupBy(owed, ({ acquirer, currency }) => `${acquirer} ${currency}`)
  return [...rows.values()].flatMap((cells) => {
    const [first] = cells
    if (first === undefined) return []
    const bands: OwedRow['bands'] = {}
    for (const cell of cells) bands[cell.band] = cell
    return [
      {
        acquirer: first.acquirer,
        currency: first.currency,
        bands,
        totalMinor: cells.reduce((sum, { owedMinor }) => sum + owedMinor, 0),
      },
    ]
  })
}

export const bands = ['not_due', 'today', 'day_1', 'days_2_3', 'days_4_7', 'over_7'] as const satisfies readonly AgeBand[]
export const overdueBands: readonly AgeBand[] = ['day_1', 'days_2_3', 'days_4_7', 'over_7']
