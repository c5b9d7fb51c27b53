import { parseArgs } from 'node:util'
import { type RebuildProgress, type RebuildReport, rebuildProjections } from '@counterfoil/services/rebuild'
import { cliActor, withPool } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'

export const rebuild: Verb = {
  usage: 'rebuild [--check] [--store CODE] [--json]',
  summary:
    'Makes payments, sums, conditions and totals again from the events and puts right what differs; --check only tells (exit 1). Hubs may run meanwhile.',
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: { check: { type: 'boolean' }, store: { type: 'string' }, json: { type: 'boolean' } },
    })
    const check = values.check === true
    const progress = createProgress(io)
    // To compare, the verifier's rights are enough: it could not change a row. To remove rows takes the owner's.
    const report = await withPool(io, check ? 'verifier' : 'owner', (pool) =>
      rebuildProjections({
        pool,
        by: check ? 'check' : cliActor(),
        store: values.store,
        onProgress: progress,
        stop: io.stop,
      }),
    )
    if (values.json) io.out(JSON.stringify({ check, ...report }))
    else for (const line of tell(report, check)) io.out(line)
    return check && total(report) > 0 ? 1 : 0
  },
}

const EVENTS_A_WORD = 100_000

/** One line a store that is begun, and one every 100,000 events. */
function createProgress(io: CliIo): (progress: RebuildProgress) => void {
  let toldStore = 0
  let toldEvents = 0
  return ({ store, nth, stores, events }) => {
    if (nth === toldStore && events < toldEvents + EVENTS_A_WORD) return
    toldStore = nth
    toldEvents = events
    io.err(`store ${store} (${nth} of ${stores}), ${events} events read`)
  }
}

function tell(report: RebuildReport, check: boolean): string[] {
  const { stores, events, notCounted, counts, differences, longestLockMs } = report
  const lines = differences.map(({ store, table, key, what, columns }) => {
    const told = Object.entries(columns ?? {}).map(
      ([name, [held, made]]) => `${name} ${JSON.stringify(held)} → ${JSON.stringify(made)}`,
    )
    const how = what === 'differs' ? told.join(', ') : what === 'missing' ? 'is missing' : 'has no event behind it'
    return `store ${store} ${table} ${Object.values(key).join(' ')}: ${how}`
  })
  const all = total(report)
  if (all > differences.length) lines.push(`… and ${all - differences.length} more`)
  lines.push(`${stores} stores, ${events} events read, ${notCounted} of them kept without being counted`)
  if (all === 0) return [...lines, 'every row is what its events give']
  const byTable = Object.entries(counts).flatMap(([table, count]) => (count > 0 ? `${table} ${count}` : []))
  lines.push(`${check ? 'rows that differ' : 'rows put right'}: ${byTable.join(', ')}`)
  if (!check) lines.push(`the ingest of one store waited ${longestLockMs} ms at most`)
  return lines
}

function total({ counts }: RebuildReport): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
