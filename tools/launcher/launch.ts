import { mkdirSync } from 'node:fs'
import { runStep } from '../run-step.ts'
import { type LaunchedDatabase, launchDatabase } from './database.ts'
import type { ManagedProcess } from './managed-process.ts'
import type { LaunchOptions } from './options.ts'
import { assertPortFree } from './ports.ts'
import { prepareChain } from './prepare-chain.ts'
import { endLeftovers, removeRunning, writeRunning } from './running-file.ts'
import { createDemo, createServers, waitForServers } from './stack.ts'

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
  endLeftovers(options.dataFolder, say)
  await assertPortFree(options.webPort, 'WEB_PORT')
  await assertPortFree(options.hubPort, 'HUB_PORT')

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
    const { hub, dashboard } = createServers({ root, options, databaseUrl: url }, say)
    const start = (each: ManagedProcess) => {
      processes.push(each)
      each.start()
      note()
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
    const [{ setupLink }] = await Promise.all([
      prepareChain(options, url, say, stop),
      options.development ? undefined : build(say),
    ])
    stop.throwIfAborted()
    start(hub)
    start(dashboard)
    await waitForServers(options, stop)
    if (options.demo) start(createDemo({ root, options, databaseUrl: url }, say))
    return { setupLink, stop: stopAll }
  } catch (error) {
    await stopAll()
    throw error
  }
}

async function build(say: (line: string) => void): Promise<void> {
  say('building the dashboard (only what changed) …')
  const { passed, output } = await runStep(
    'build',
    'node_modules/.bin/turbo',
    ['run', 'build', '--output-logs=errors-only'],
    () => performance.now(),
  )
  if (!passed) throw new Error(`The dashboard could not be built:\n${output}`)
}
