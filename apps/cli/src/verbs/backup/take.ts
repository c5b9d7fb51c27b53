import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  BackupError,
  type BaseManifest,
  captureWal,
  LogEndedError,
  listBases,
  openRepository,
  type Repository,
  readLine,
  readOtherFolder,
  takeBase,
} from '@counterfoil/db/backup'
import { listArchiveFiles } from '@counterfoil/services/audit-archives'
import { UsageError } from '../../cli-error.ts'
import { dataFolder } from '../../data-folder.ts'
import { cliActor } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { foldersElsewhere, missingArchives, tellMissing } from './folders-elsewhere.ts'
import { oneFolder } from './one-folder.ts'
import { daysOf, pruneAfter } from './prune.ts'
import { withCluster } from './with-cluster.ts'

const TICK_MS = 10_000
const RETRY_MS = 60_000
const HOUR_MS = 3_600_000

/** One base backup, with the log that makes it whole. */
export async function now(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' } } })
  const repository = await openRepository(oneFolder(positionals))
  const from = performance.now()
  const taken = await takeNow(repository, io)
  if (values.json) io.out(JSON.stringify(taken.manifest))
  else for (const line of tell(taken, performance.now() - from)) io.out(line)
  return 0
}

/** Only what was written since: the log up to this moment. */
export async function log(args: readonly string[], io: CliIo): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} })
  const captured = await follow(oneFolder(positionals), io)
  io.out(`The log is in the backup up to ${captured.at}.`)
  return 0
}

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
  const clock = cliActor()
  let told = ''
  let logEnded = false
  let pruning: Promise<void> | undefined
  while (!io.stop.aborted) {
    let waitMs = TICK_MS
    let retryMs = TICK_MS
    try {
      // Each time anew: a disk that is mounted late, or was away, is waited for.
      const repository = await openRepository(folder)
      retryMs = RETRY_MS
      const bases = await listBases(repository)
      const nowMs = clock.now().getTime()
      // One from the future was made by a clock that was ahead: it is no reason to wait for that day.
      const newest = bases.findLast(({ finishedAt }) => Date.parse(finishedAt) <= nowMs)
      // Two that run would take the log from each other; a new folder takes over, an old one waits.
      if (bases.length > 0) await refuseOther(dataFolder(io.env), folder)
      const due = logEnded || newest === undefined || nowMs - Date.parse(newest.finishedAt) >= hours * HOUR_MS
      if (due) {
        const from = performance.now()
        const made = await takeNow(repository, io)
        logEnded = false
        for (const line of tell(made, performance.now() - from)) io.out(line)
        // Beside the log, which goes on: it reads a whole base.
        if (keepDays !== undefined) pruning ??= pruneAfter(folder, keepDays, io).finally(() => (pruning = undefined))
      } else await follow(folder, io)
      if (told !== '') io.out('The backup goes on.')
      told = ''
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (words !== told) io.err(`The backup waits: ${words}`)
      told = words
      logEnded ||= error instanceof LogEndedError
      waitMs = retryMs
    }
    await sleep(waitMs, undefined, { signal: io.stop }).catch(() => {})
  }
  await pruning
  return 0
}

async function follow(folder: string, io: CliIo): Promise<{ upTo: string; at: string }> {
  const repository = await openRepository(folder)
  const clock = cliActor()
  return withCluster(io, async (at) => {
    const line = await readLine(at.dataDir, repository.folder)
    await refuseOther(at.dataDir, repository.folder)
    if (line === undefined)
      throw new LogEndedError(`${folder} has no base backup of this data folder yet: "backup now" makes one.`)
    return captureWal({ ...at, repository, line, now: clock.now })
  })
}

async function refuseOther(dataDir: string, folder: string): Promise<void> {
  const other = await readOtherFolder(dataDir, folder)
  if (other !== undefined)
    throw new BackupError(
      `${folder} gets no log any more: this data folder is backed up into ${other} now, and it is one folder at a time. "backup now ${folder}" would begin there anew and end the other.`,
    )
}

interface Taken {
  readonly manifest: BaseManifest
  /** Files that the record names and that are not in it. */
  readonly missing: readonly string[]
}

function takeNow(repository: Repository, io: CliIo): Promise<Taken> {
  const { now } = cliActor()
  return withCluster(io, async (at) => {
    const manifest = await takeBase({ ...at, repository, now, elsewhere: foldersElsewhere(io.env) })
    return { manifest, missing: missingArchives(await listArchiveFiles(at.database), manifest.archives) ?? [] }
  })
}

function tell({ manifest, missing: archives }: Taken, ms: number): string[] {
  const { name, contents, files, secrets, finishedAt } = manifest
  const sealed = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const missing = ['hub-key', 'auth-secret'].filter((secret) => !secrets.includes(secret))
  return [
    `Base backup ${name}: ${contents.files} files, ${mb(contents.bytes)}, sealed ${mb(sealed)}, in ${(ms / 1000).toFixed(1)} s.`,
    `Any moment from ${finishedAt} on can be brought back, as far as the log goes.`,
    ...(missing.length === 0
      ? []
      : [`Not in it, because they are not files of the data folder: ${missing.join(', ')}. Back them up where they are.`]),
    ...(archives.length === 0 ? [] : [tellMissing(archives)]),
  ]
}

function mb(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
