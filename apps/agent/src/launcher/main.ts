import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { systemClock } from '@counterfoil/terminals'
import { createLog } from '../create-log.ts'
import { redactText } from '../redact-text.ts'
import { ServiceNews, STOP_ORDER, STOP_WHEN_IDLE_ORDER } from '../service-news.ts'
import { PINNED_ROOT } from '../updates/pinned-root.ts'
import { type Choice, chooseVersion } from './choose-version.ts'
import { openInstallation } from './installation.ts'
import { openLauncherMemory } from './launcher-memory.ts'
import { openRotatingFile } from './rotating-file.ts'
import { type RunningAgent, supervise } from './supervise.ts'
import { openSystemd } from './tell-systemd.ts'

/** `launcher run` keeps the agent running; `launcher which` prints the folder of the version it would run. */
const windows = process.platform === 'win32'
const own = process.argv[1] ?? ''
const lib = dirname(dirname(own))
const state = process.env.COUNTERFOIL_AGENT_STATE ?? join(lib, 'state')
let notStarted = (line: string): void => console.error(line)
const installation = openInstallation({
  lib,
  state,
  pinnedRoot: PINNED_ROOT,
  refused: (version, error) =>
    notStarted(`Version ${version} is not started: ${error instanceof Error ? error.message : String(error)}`),
})
const memory = openLauncherMemory(join(state, 'launcher.json'))
const [verb] = process.argv.slice(2)

if (verb === 'which') {
  const choice = chooseVersion(installation, memory.read())
  if (choice === undefined) process.exitCode = 1
  else console.log(installation.folder(choice.version))
} else if (verb === 'run') run()
else {
  console.error('usage: launcher run | launcher which')
  process.exitCode = 2
}

function run(): void {
  const file = openRotatingFile(join(state, 'logs', 'agent.log'))
  const write = (line: string) => {
    const safe = redactText(line)
    file(safe)
    process.stderr.write(safe)
  }
  const log = createLog('info', false, write)
  notStarted = (line) => log.error({}, line)
  const systemd = openSystemd(process.env, systemClock)
  const bytes = readFileSync(own)
  const supervisor = supervise({
    installation,
    memory,
    clock: systemClock,
    random: Math.random,
    log,
    tell: systemd.status,
    replaced: () => !readFileSync(own).equals(bytes),
    start: (choice, handlers) => startAgent(choice, write, handlers),
    over: () => {
      systemd.stop()
      process.exitCode = 0
      // Standard input, where a Windows service's host speaks, would keep the process.
      process.stdin.destroy()
    },
  })
  systemd.ready()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => supervisor.stop())
  if (process.argv.includes('--stop-at-end-of-input')) process.stdin.on('end', () => supervisor.stop()).resume()
}

function startAgent({ version, instead }: Choice, write: (line: string) => void, handlers: Handlers): RunningAgent {
  const folder = installation.folder(version)
  const child = spawn(join(folder, windows ? 'node.exe' : 'node'), [join(folder, 'agent.mjs'), 'run', '--service'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    windowsHide: true,
    env: {
      ...process.env,
      COUNTERFOIL_AGENT_LIB: lib,
      COUNTERFOIL_AGENT_STATE: state,
      COUNTERFOIL_AGENT_INSTEAD: JSON.stringify(instead ?? null),
    },
  })
  let over = false
  const ended = (how: string) => {
    if (over) return
    over = true
    handlers.ended(how)
  }
  if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (line) => write(`${line}\n`))
  child.on('message', (message) => {
    const news = ServiceNews.safeParse(message)
    if (news.success) handlers.news(news.data)
  })
  child.on('error', (error) => child.pid === undefined && ended(error.message))
  child.on('close', (code, signal) => ended(signal === null ? `exit code ${code}` : `signal ${signal}`))
  return {
    stop: () => child.connected && child.send(STOP_ORDER),
    stopWhenIdle: () => child.connected && child.send(STOP_WHEN_IDLE_ORDER),
    kill: () => child.kill('SIGKILL'),
  }
}

type Handlers = Parameters<Parameters<typeof supervise>[0]['start']>[1]
