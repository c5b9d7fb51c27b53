import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import {
  archiveMonths,
  findMonthOfFile,
  Month,
  openArchiveFolder,
  putAwayMonth,
  restoreMonth,
} from '@counterfoil/services/audit-archives'
import { archiveFolder } from '../../archive-folder.ts'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { archiveLine } from './archives.ts'

/** `archive 2026-03`: every month up to it that is not in the archive yet. */
export async function archive(args: readonly string[], io: CliIo): Promise<number> {
  const { values, name } = read(args, {})
  const done = await withServices(io, (ctx) => archiveMonths(ctx, archiveFolder(io), { upTo: month(name) }))
  if (values.json) io.out(JSON.stringify(done))
  else for (const one of done) io.out(archiveLine(one))
  if (done.length === 0 && !values.json) io.out(`Up to ${name} there is nothing that is not in the archive already.`)
  return 0
}

export async function putAway(args: readonly string[], io: CliIo): Promise<number> {
  const { values, name } = read(args, {})
  const done = await withServices(io, (ctx) => putAwayMonth(ctx, archiveFolder(io), month(name)))
  io.out(values.json ? JSON.stringify(done) : archiveLine(done))
  return 0
}

/** By the month, from the folder of archives; or by a file, wherever it lies. */
export async function restore(args: readonly string[], io: CliIo): Promise<number> {
  const { values, name } = read(args, { until: { type: 'string' } })
  const until = values.until
  if (until !== undefined && !/^\d{1,3}$/.test(String(until))) throw new UsageError('--until is a number of days')
  const days = until === undefined ? undefined : Number(until)
  const done = await withServices(io, async (ctx) => {
    if (Month.safeParse(name).success) return restoreMonth(ctx, archiveFolder(io), { month: name, days })
    const folder = openArchiveFolder(dirname(name))
    const file = basename(name)
    return restoreMonth(ctx, folder, { month: await findMonthOfFile(ctx, folder, file), file, days })
  })
  io.out(values.json ? JSON.stringify(done) : archiveLine(done))
  if (done.changedLines.length === 0) return 0
  io.err(`Lines that say something else than their entries’ bytes, which are what was signed: ${done.changedLines.join(', ')}.`)
  return 1
}

function read<Options extends Record<string, { readonly type: 'string' }>>(args: readonly string[], more: Options) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, ...more },
  })
  const [name, ...rest] = positionals
  if (name === undefined || rest.length > 0) throw new UsageError('name one month, as 2026-03')
  return { values: values as { readonly json?: boolean; readonly until?: string }, name }
}

function month(name: string): string {
  if (!Month.safeParse(name).success) throw new UsageError(`a month is written 2026-03, not "${name}"`)
  return name
}
