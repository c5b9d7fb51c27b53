import { parseArgs } from 'node:util'
import { openRepository, type Pruned, pruneRepository } from '@counterfoil/db/backup'
import { UsageError } from '../../cli-error.ts'
import { cliActor } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { oneFolder } from './one-folder.ts'
import { withCluster } from './with-cluster.ts'

/** Deletes what is older than it has to be. */
export async function prune(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { keep: { type: 'string' }, json: { type: 'boolean' } },
  })
  const folder = oneFolder(positionals)
  const keepDays = daysOf(values.keep)
  if (keepDays === undefined) throw new UsageError('say for how many days: --keep DAYS')
  const pruned = await pruneNow(folder, keepDays, io)
  if (values.json) io.out(JSON.stringify(pruned))
  else io.out(tellPruned(pruned))
  return 0
}

async function pruneNow(folder: string, keepDays: number, io: CliIo): Promise<Pruned> {
  const { now } = cliActor()
  // With the server's lock: nobody writes the log down meanwhile.
  return pruneRepository(await openRepository(folder), { keepDays, now, alone: (work) => withCluster(io, work) })
}

/** As `run` does it after a base: what keeps it from deleting is told and ends nothing. */
export async function pruneAfter(folder: string, keepDays: number, io: CliIo): Promise<void> {
  try {
    io.out(tellPruned(await pruneNow(folder, keepDays, io)))
  } catch (error) {
    io.err(`Nothing old was deleted: ${error instanceof Error ? error.message : String(error)}`)
  }
}

export function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const days = Number(text)
  if (!Number.isSafeInteger(days) || days < 1 || days > 36_500) throw new UsageError('--keep is a number of days, from 1 on')
  return days
}

const tellPruned = ({ bases, segments, from }: Pruned): string =>
  bases.length === 0 && segments === 0
    ? 'Nothing of the backup is older than it has to be.'
    : `${bases.length} base backups and ${segments} segments of the log were older than they have to be and are gone. Any moment from ${from} on can be brought back.`
