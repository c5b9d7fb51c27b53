import type pg from 'pg'
import { type Difference, type RebuildProgress, rebuildProjections } from '../rebuild/index.ts'
import type { RecordFindings } from './record-findings.ts'

/** Makes every figure again from the events and names each row that is not what they give. Changes nothing. */
export async function checkFigures(
  options: { readonly pool: pg.Pool; readonly stop?: AbortSignal; readonly onProgress?: (progress: RebuildProgress) => void },
  findings: RecordFindings,
): Promise<{ readonly differing: number; readonly notCounted: number }> {
  const report = await rebuildProjections({
    ...options,
    by: 'check',
    onTrouble: ({ code }, error) =>
      findings.add({
        kind: 'malformed',
        store: code,
        text: `The figures of store ${code} cannot be made again from its events: ${error instanceof Error ? error.message : String(error)}`,
      }),
  })
  for (const difference of report.differences) findings.add(describe(difference))
  const differing = Object.values(report.counts).reduce((sum, count) => sum + count, 0)
  findings.addMore('changed', differing - report.differences.length)
  return { differing, notCounted: report.notCounted }
}

function describe({ store, table, key, what, columns }: Difference & { readonly store: string }) {
  const row = `Row ${Object.values(key).join(' ')} of ${table}, store ${store}`
  const of = { store, table, key }
  if (what === 'missing') return { kind: 'missing' as const, ...of, text: `${row}, is missing: its events are there.` }
  if (what === 'extra') return { kind: 'changed' as const, ...of, text: `${row}, was put in: no event is behind it.` }
  const told = Object.entries(columns ?? {}).map(
    ([name, [held, made]]) => `${name} is ${JSON.stringify(held)} and its events give ${JSON.stringify(made)}`,
  )
  return { kind: 'changed' as const, ...of, text: `${row}, was changed: ${told.join('; ')}.` }
}
