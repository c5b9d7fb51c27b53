import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  type BaseManifest,
  captureWal,
  LogEndedError,
  listBases,
  openRepository,
  type Pruned,
  pruneRepository,
  readLine,
  takeBase,
} from '@counterfoil/db/backup'
import { UsageError } from '../../cli-error.ts'
import { cliActor } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { withCluster } from './with-cluster.ts'

const TICK_MS = 10_000
const RETRY_MS = 60_000
const HOUR_MS = 3_600_000

/** One base backup, with the log that makes it whole. */
export async function now(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const repository = await openRepository(oneFolder(positionals))
  const from = performance.now()
  const clock = cliActor()
  const manifest = await withCluster(io, (at) => takeBase({ ...at, repository, now: clock.now }))
  if (values.json) io.out(JSON.stringify(manifest))
  else for (const line of tell(manifest, performance.now() - from)) io.out(line)
  return 0
}

/** Only what was written since: the log up to this moment. */
export async function log(args: readonly string[], io: CliIo): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const captured = await follow(oneFolder(positionals), io)
  io.out(`The log is in the backup up to ${captured.at}.`)
  return 0
}

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
  const repository = await openRepository(folder)
  const clock = cliActor()
  // With the server's lock: nobody writes the log down meanwhile.
  return withCluster(io, () => pruneRepository(repository, { keepDays, now: clock.now }))
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const days = Number(text)
  if (!Number.isSafeInteger(days) || days < 1 || days > 36_500) throw new UsageError('--keep is a number of days, from 1 on')
  return days
}

const tellPruned = ({ bases, segments, from }: Pruned): string =>
  bases.length === 0 && segments === 0
    ? 'Nothing of the backup is older than it has to be.'
    : `${bases.length} base backups and ${segments} segments of the log were older than they have to be and are gone. Any moment from ${from} on can be brought back.`

/** Goes on until it is stopped: the log every ten seconds, a base backup a day; with --keep, what is too old goes after it. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'base-every': { type: 'string', default: '24' }, keep: { type: 'string' } },
  })
  const keepDays = daysOf(values.keep)
  const folder = oneFolder(positionals)
  const hours = Number(values['base-every'])
  if (!(hours >= 1)) throw new UsageError('--base-every is a number of hours')
  const repository = await openRepository(folder)
  const clock = cliActor()
  let told = ''
  let logEnded = false
  while (!io.stop.aborted) {
    let waitMs = TICK_MS
    try {
      const newest = (await listBases(repository)).at(-1)
      const due = logEnded || newest === undefined || clock.now().getTime() - Date.parse(newest.finishedAt) >= hours * HOUR_MS
      if (due) {
        const from = performance.now()
        const made = await withCluster(io, (at) => takeBase({ ...at, repository, now: clock.now }))
        logEnded = false
        for (const line of tell(made, performance.now() - from)) io.out(line)
        if (keepDays !== undefined) io.out(tellPruned(await pruneNow(folder, keepDays, io)))
      } else await follow(folder, io)
      if (told !== '') io.out('The backup goes on.')
      told = ''
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (words !== told) io.err(`The backup waits: ${words}`)
      told = words
      logEnded ||= error instanceof LogEndedError
      waitMs = RETRY_MS
    }
    await sleep(waitMs, undefined, { signal: io.stop }).catch(() => {})
  }
  return 0
}

async function follow(folder: string, io: CliIo): Promise<{ upTo: string; at: string }> {
  const repository = await openRepository(folder)
  const clock = cliActor()
  return withCluster(io, async (at) => {
    const line = await readLine(at.dataDir, repository.folder)
    if (line === undefined)
      throw new LogEndedError(`${folder} has no base backup of this data folder yet: "backup now" makes one.`)
    return captureWal({ ...at, repository, line, now: clock.now })
  })
}

function oneFolder(positionals: readonly string[]): string {
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0) throw new UsageError('say which folder of backups')
  return resolve(folder)
}

function tell({ name, contents, files, secrets, finishedAt }: BaseManifest, ms: number): string[] {
  const sealed = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const missing = ['hub-key', 'auth-secret'].filter((secret) => !secrets.includes(secret))
  return [
    `Base backup ${name}: ${contents.files} files, ${mb(contents.bytes)}, sealed ${mb(sealed)}, in ${(ms / 1000).toFixed(1)} s.`,
    `Any moment from ${finishedAt} on can be brought back, as far as the log goes.`,
    ...(missing.length === 0
      ? []
      : [`Not in it, because they are not files of the data folder: ${missing.join(', ')}. Back them up where they are.`]),
  ]
}

function mb(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
