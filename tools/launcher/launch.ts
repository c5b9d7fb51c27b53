import { mkdirSync } from 'node:fs'
import { runStep } from '../run-step.ts'
import { type LaunchedDatabase, launchDatabase } from './database.ts'
import type { ManagedProcess } from './managed-process.ts'
import type { LaunchOptions } from './options.ts'
import { assertPortFree } from './ports.ts'
import { prepareChain } from './prepare-chain.ts'
import { endLeftovers, holdFolder, removeRunning, writeRunning } from './running-file.ts'
import { createBackup, createDemo, createServers, waitForServers } from './stack.ts'

export interface Launched {
  /** Where to begin: a one-time set-up link, or null when somebody has an account already. */
  readonly setupLink: string | null
  stop(): Promise<void>
}

/** Starts everything in order and resolves when it is ready; what was started is stopped again if a later step fails. */
export async function launch(
  root: string,
  options: LaunchOptions,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<Launched> {
  mkdirSync(options.dataFolder, { recursive: true })
  const release = holdFolder(options.dataFolder)
  try {
    await endLeftovers(options.dataFolder, say)
    await assertPortFree(options.webPort, 'WEB_PORT')
    await assertPortFree(options.hubPort, 'HUB_PORT')
    const { setupLink, stop: stopAll } = await startAll(root, options, say, stop)
    return { setupLink, stop: () => stopAll().finally(release) }
  } catch (error) {
    release()
    throw error
  }
}

async function startAll(root: string, options: LaunchOptions, say: (line: string) => void, stop: AbortSignal): Promise<Launched> {
  const processes: ManagedProcess[] = []
  let database: LaunchedDatabase | undefined
  const stopAll = async () => {
    for (const each of processes.toReversed()) await each.stop()
    await database?.stop()
    removeRunning(options.dataFolder)
  }
  try {
    database = await launchDatabase(options, say)
    stop.throwIfAborted()
    const { url } = database
    const { hub, dashboard } = createServers({ root, options, databaseUrl: url }, database.usedSecrets, say)
    const start = (each: ManagedProcess) => {
      processes.push(each)
      each.start(note)
    }
    const note = () =>
      writeRunning(options.dataFolder, {
        launcherPid: process.pid,
        databaseUrl: url,
        origin: options.publicOrigin,
        processes: processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }])),
      })
    note()
    stop.throwIfAborted()
    // The first start has two long jobs, and they need different things: one compiles, the other writes to the database.
    const [{ setupLink }] = await bothOrNeither(stop, [
      (end) => prepareChain(options, url, say, end),
      async (end) => (options.development ? undefined : build(say, end)),
    ])
    stop.throwIfAborted()
    start(hub)
    start(dashboard)
    await waitForServers(options, stop)
    const backup = createBackup({ root, options, databaseUrl: url }, say)
    if (backup) start(backup)
    if (options.demo) start(createDemo({ root, options, databaseUrl: url }, say))
    return { setupLink, stop: stopAll }
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** Runs two jobs at once; when one fails or `stop` fires, the other is ended and waited for before the failure is told. */
async function bothOrNeither<A, B>(
  stop: AbortSignal,
  [first, second]: readonly [(end: AbortSignal) => Promise<A>, (end: AbortSignal) => Promise<B>],
): Promise<[A, B]> {
  const failed = new AbortController()
  const end = AbortSignal.any([stop, failed.signal])
  const jobs = [first(end), second(end)] as const
  try {
    return await Promise.all(jobs)
  } catch (error) {
    failed.abort()
    await Promise.allSettled(jobs)
    throw error
  }
}

async function build(say: (line: string) => void, end: AbortSignal): Promise<void> {
  say('building the dashboard (only what changed) …')
  const { passed, output } = await runStep(
    'build',
    'node_modules/.bin/turbo',
    ['run', 'build', '--output-logs=errors-only'],
    () => performance.now(),
    end,
  )
  end.throwIfAborted()
  if (!passed) throw new Error(`The dashboard could not be built:\n${output}`)
}
