import { parseArgs } from 'node:util'
import {
  type ClassTold,
  exportRetention,
  getRetentionReport,
  purgeDue,
  Quarter,
  type RetentionReport,
} from '@counterfoil/services/retention'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'

export const retention: Verb = {
  usage: 'retention [--quarter 2026-Q4] [--csv | --json] | retention purge [--json]',
  summary:
    'Tells how long each class of data is kept, what was deleted in a quarter and by which period, and counts what is older and still here (exit 1 when anything is). "purge" looks now instead of at the hub’s next look.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, csv: { type: 'boolean' }, quarter: { type: 'string' } },
    })
    const [what, ...more] = positionals
    if (more.length > 0 || (what !== undefined && what !== 'purge')) throw new UsageError('say nothing more, or "purge"')
    if (what === 'purge') return purge(io, values.json === true)
    const { quarter } = values
    if (quarter !== undefined && !Quarter.safeParse(quarter).success) throw new UsageError('a quarter is written 2026-Q4')
    const input = quarter === undefined ? {} : { quarter }
    if (values.csv) {
      const { text } = await withServices(io, (ctx) => exportRetention(ctx, input))
      io.out(text.trimEnd())
      return 0
    }
    const report = await withServices(io, (ctx) => getRetentionReport(ctx, input))
    if (values.json) io.out(JSON.stringify(report))
    else for (const line of describe(report)) io.out(line)
    return report.overdue === 0 ? 0 : 1
  },
}

async function purge(io: CliIo, json: boolean): Promise<number> {
  const done = await withServices(io, (ctx) => purgeDue(ctx, { again: true, stopped: () => io.stop.aborted }))
  if (done === null) {
    io.err('Somebody else is deleting now: a hub, or another command line.')
    return 1
  }
  if (json) io.out(JSON.stringify(done))
  else
    for (const { dataClass, removed, leftOver, held } of done)
      io.out(`${dataClass}  ${removed} deleted  ${leftOver} older than the period are left, ${held} of them on purpose`)
  return done.every(({ leftOver, held }) => leftOver === held) ? 0 : 1
}

function describe({ quarter, classes, overdue }: RetentionReport): string[] {
  return [
    `${quarter}, UTC`,
    ...classes.map(line),
    overdue === 0
      ? 'Nothing older than its period is left: counted now, row by row.'
      : `${overdue} rows are older than their period and still here: is a hub running?`,
  ]
}

function line({ name, because, monthsAtHand, purge }: ClassTold): string {
  if (purge === null)
    return `${name}  ${monthsAtHand === null ? 'kept' : `${monthsAtHand} months at hand, then in files`}  (${because})`
  const { days, removed, oldest, newest, looks, overNow, heldNow } = purge
  const ages = oldest === null || newest === null ? '' : `, of ${oldest.toISOString()} to ${newest.toISOString()}`
  return `${name}  ${days} days  ${removed} deleted${ages}  ${looks} looks  ${overNow} too old now, ${heldNow} of them on purpose  (${because})`
}
