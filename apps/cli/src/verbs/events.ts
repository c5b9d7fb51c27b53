import { basename, dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { openArchiveFolder } from '@counterfoil/services/audit-archives'
import {
  bringBackEvents,
  type EventArchive,
  findEventMonthOfFile,
  listEventArchives,
  Month,
  putAwayEvents,
  verifyEventArchive,
} from '@counterfoil/services/event-months'
import { archiveFolder } from '../archive-folder.ts'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo, Verb } from '../verb.ts'

export const events: Verb = {
  usage: 'events archives [--verify] [--json] | events put-away MONTH [--json] | events restore MONTH|FILE [--json]',
  summary:
    'Takes the events of a month that has been over for a year out of the database, into a verified file, and brings them back to the byte. Lists those files; --verify reads each again (exit 1 when one is not sound).',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, verify: { type: 'boolean' } },
    })
    const [what, name, ...more] = positionals
    if (more.length > 0 || (values.verify && what !== 'archives')) throw new UsageError('that is too much')
    switch (what) {
      case 'archives':
        if (name !== undefined) throw new UsageError('"events archives" lists them all')
        return archives(io, values)
      case 'put-away':
        return tell(io, values, await withServices(io, (ctx) => putAwayEvents(ctx, archiveFolder(io), month(name))))
      case 'restore':
        return tell(io, values, await restore(io, name))
      default:
        throw new UsageError('say archives, put-away or restore')
    }
  },
}

interface Options {
  readonly json?: boolean | undefined
  readonly verify?: boolean | undefined
}

async function archives(io: CliIo, { json, verify }: Options): Promise<number> {
  const { shown, unsound } = await withServices(io, async (ctx) => {
    let failed = 0
    if (verify)
      for (const one of await listEventArchives(ctx))
        await verifyEventArchive(ctx, archiveFolder(io), one.month).catch((error: unknown) => {
          io.err(error instanceof Error ? error.message : String(error))
          failed += 1
        })
    return { shown: await listEventArchives(ctx), unsound: failed }
  })
  if (json) io.out(JSON.stringify(shown))
  else for (const archive of shown) io.out(lineOf(archive))
  if (!json && shown.length === 0) io.out('No month of events is in a file.')
  return unsound === 0 ? 0 : 1
}

/** By the month, from the folder of archives; or by a file, wherever it lies. */
function restore(io: CliIo, name: string | undefined): Promise<EventArchive> {
  return withServices(io, async (ctx) => {
    if (name === undefined || Month.safeParse(name).success)
      return bringBackEvents(ctx, archiveFolder(io), { month: month(name) })
    const folder = openArchiveFolder(dirname(name))
    const file = basename(name)
    return bringBackEvents(ctx, folder, { month: await findEventMonthOfFile(ctx, folder, file), file })
  })
}

function tell(io: CliIo, { json }: Options, archive: EventArchive): number {
  io.out(json ? JSON.stringify(archive) : lineOf(archive))
  return 0
}

function lineOf({
  month: of,
  events: count,
  file,
  bytes,
  sha256,
  verifiedAt,
  awayAt,
  restoredAt,
  trouble,
}: EventArchive): string {
  const here = restoredAt === null ? 'in the database too' : 'brought back'
  return [
    of,
    `${count} events`,
    `${file}, ${bytes} bytes`,
    `SHA-256 ${sha256}`,
    `verified ${verifiedAt.toISOString()}`,
    awayAt === null ? here : 'in the file alone',
    ...(trouble === null ? [] : [`FILE NOT SOUND: ${trouble.replaceAll('_', ' ')}`]),
  ].join('  ')
}

function month(name: string | undefined): string {
  if (name === undefined || !Month.safeParse(name).success)
    throw new UsageError(`a month is written 2026-03${name === undefined ? '' : `, not "${name}"`}`)
  return name
}
