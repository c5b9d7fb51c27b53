import { hideFirstDigits } from '@counterfoil/protocol'
import { type ActContext, type BuiltEntry, buildEntry } from '../audit/build-entry.ts'
import type { AgentReport, BatchRows } from './batch-rows.ts'

type ReportingBatch = Pick<BatchRows, 'agentId' | 'storeId' | 'epoch' | 'reports'>

/** An entry holds 64 KB; each gap takes some 150 bytes. */
const MOST_GAPS = 200

/**
 * What agents say that bears on the record itself: events they did not keep, a clock that is off. In the commit that keeps the
 * event, so that no loss is in the stream and not in the log.
 */
export function reportEntries(ctx: Pick<ActContext, 'now' | 'newId'>, batches: readonly ReportingBatch[]): BuiltEntry[] {
  const hub: ActContext = { now: ctx.now, newId: ctx.newId, actor: { kind: 'system', name: 'hub' } }
  return batches.flatMap(({ agentId, storeId, epoch, reports }) => {
    const about = { target: { type: 'agent', id: String(agentId) }, outcome: 'failed' } as const
    const entries: BuiltEntry[] = []
    const gaps = reports.flatMap(({ seq, event }) => {
      if (event.kind !== 'agent.gap') return []
      const { class: lost, count, firstSeq, lastSeq, fromMs, toMs, why } = event
      return [{ seq, class: lost, count, firstSeq, lastSeq, fromMs, toMs, why }]
    })
    if (gaps.length > 0) {
      const events = gaps.reduce((sum, { count }) => sum + count, 0)
      const after = { storeId, epoch, events, stretches: gaps.length, gaps: gaps.slice(0, MOST_GAPS) }
      entries.push(buildEntry(hub, { action: 'agent.gap', ...about, reason: gaps[0]?.why ?? 'disk', after }))
    }
    for (const { seq, event } of reports) {
      if (event.kind !== 'agent.alert' || event.code !== 'clock_offset' || event.state !== 'raised') continue
      const after = { storeId, epoch, seq, atMs: event.at }
      entries.push(buildEntry(hub, { action: 'agent.clock_off', ...about, reason: 'clock_offset', after }))
    }
    for (const { seq, event } of reports) {
      const entry = commandEntry(hub, event, { agentId, storeId, epoch, seq })
      if (entry !== null) entries.push(entry)
    }
    return entries
  })
}

interface ReportPlace {
  readonly agentId: number
  readonly storeId: number
  readonly epoch: number
  readonly seq: number
}

/** What became of a command, and whatever came to an agent that was none. */
function commandEntry(hub: ActContext, event: AgentReport['event'], place: ReportPlace): BuiltEntry | null {
  const { agentId, ...at } = place
  if (event.kind === 'command.ended') {
    return buildEntry(hub, {
      action: 'command.ended',
      target: { type: 'command', id: event.command },
      outcome: event.outcome === 'done' ? 'done' : event.outcome === 'refused' ? 'refused' : 'failed',
      ...(event.code !== undefined && { reason: event.code }),
      after: { agentId, ...at, kind: event.task, outcome: event.outcome, lines: event.lines.length },
    })
  }
  const target = { type: 'agent', id: String(agentId) }
  if (event.kind === 'command.forged')
    return buildEntry(hub, {
      action: 'command.forged',
      target,
      outcome: 'failed',
      reason: event.cause,
      after: { ...at, count: event.count },
    })
  if (event.kind === 'command.approvers') {
    const { number, roster, verdict, detail } = event
    return buildEntry(hub, {
      action: 'command.approvers_noted',
      target,
      outcome: verdict === 'refused' ? 'failed' : 'done',
      ...(verdict === 'refused' && { reason: 'not_approved' }),
      after: { ...at, number, roster, verdict, ...(detail !== undefined && { detail }) },
    })
  }
  if (event.kind === 'agent.configuration') {
    const { state, number, hash, kept, cause, detail } = event
    // What is on trial is in the record by what was sent, and ends in one of the others.
    if (state === 'on_trial') return null
    return buildEntry(hub, {
      action: 'configuration.noted',
      target,
      outcome: state === 'in_force' ? 'done' : 'failed',
      ...(state !== 'in_force' && { reason: cause ?? state }),
      after: { ...at, state, number, hash, kept, ...(detail !== undefined && { detail: hideFirstDigits(detail) }) },
    })
  }
  if (event.kind !== 'command.key') return null
  const { verdict, publicKey } = event
  return buildEntry(hub, {
    action: 'command.key_noted',
    target,
    outcome: verdict === 'refused' ? 'failed' : 'done',
    ...(verdict === 'refused' && { reason: 'not_vouched_for' }),
    after: { ...at, verdict, publicKey },
  })
}
