import type { AgentReport } from './batch-rows.ts'
import type { HubNote } from './ingest-store.ts'

/** What one batch reports of its agent, gathered: one note for the events lost, one each for alerts raised and cleared, one for hubs refused. */
export function noteReports(reports: readonly AgentReport[]): Pick<HubNote, 'kind' | 'detail'>[] {
  const notes: Pick<HubNote, 'kind' | 'detail'>[] = []
  const gaps = reports.flatMap(({ seq, event }) => {
    if (event.kind !== 'agent.gap') return []
    const { class: lost, count, firstSeq, lastSeq, fromMs, toMs, why } = event
    return [{ seq, class: lost, count, firstSeq, lastSeq, fromMs, toMs, why }]
  })
  if (gaps.length > 0) notes.push({ kind: 'agent.gap', detail: { gaps } })
  for (const state of ['raised', 'cleared'] as const) {
    const alerts = reports.flatMap(({ seq, event }) =>
      event.kind === 'agent.alert' && event.state === state
        ? [{ seq, code: event.code, detail: event.detail, atMs: event.at }]
        : [],
    )
    if (alerts.length > 0) notes.push({ kind: `agent.alert_${state}`, detail: { alerts } })
  }
  const refused = reports.flatMap(({ seq, event }) => {
    if (event.kind !== 'agent.refused_hub') return []
    const { address, cause, detail, count, fromMs, toMs } = event
    return [{ seq, address, cause, detail, count, fromMs, toMs }]
  })
  if (refused.length > 0) notes.push({ kind: 'agent.refused_hub', detail: { refused } })
  return notes
}
