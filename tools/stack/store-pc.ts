import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, runToEnd, startChild } from './child.ts'
import { freePort } from './free-port.ts'
import { ROOT } from './root.ts'

/** Where the stack runs that the PC belongs to. */
export interface StackPlaces {
  readonly dataFolder: string
  readonly hubPort: number
}

/** A store's PC: a simulated terminal on one end of a pty pair, the real agent program on the other, its till API. */
export interface StorePc {
  readonly tillUrl: string
  readonly tillToken: string
  readonly agent: Child
  stop(): Promise<void>
  /** Pulls the cable: the port of the terminal is gone. */
  unplug(): Promise<void>
  /** Puts it back, with the terminal at its other end. */
  plug(): Promise<void>
  /** The same PC after a power cut: the agent starts again over the same files. */
  restartAgent(): Promise<void>
}

export interface StorePcOptions {
  readonly code: string
  readonly name: string
  /** How every payment ends; approved unless told. */
  readonly ending?: string
  /** The card every customer holds, e.g. `girocard`; any of the simulator's unless told. */
  readonly card?: string
  /** Joins by this code a store that is there already; left out, the store is added and a code made. */
  readonly joinCode?: string
  /** Where its agent looks for the hub, the preferred address first; the stack's own unless given. */
  readonly hubUrls?: readonly string[]
  /** Who plays the terminal at `path`; the command-line simulator unless given. */
  readonly openTerminal?: (path: string, tillEnd: string) => Promise<{ stop(): Promise<unknown> }>
}

const AGENT = 'apps/agent/src/main.ts'
const COUNTERFOIL = 'apps/cli/src/main.ts'

/** Adds the store, enrols an agent with a join code and starts it; resolves when its terminal is ready. */
export async function startStorePc(stack: StackPlaces, store: StorePcOptions): Promise<StorePc> {
  const code = store.joinCode ?? (await addStoreWithCode(stack, store))
  const parts: Stoppable[] = []
  try {
    return await switchOn(stack, { store, code, parts })
  } catch (error) {
    await stopAll(parts)
    throw error
  }
}

/** Adds the store alone. */
export async function addStore(stack: StackPlaces, store: Pick<StorePcOptions, 'code' | 'name'>): Promise<void> {
  const place = ['--country', 'DE', '--region', 'Nordrhein-Westfalen', '--city', 'Köln', '--currency', 'EUR']
  const rest = ['--lang', 'de', '--entity', 'Test GmbH', ...place, '--time-zone', 'Europe/Berlin']
  await runToEnd(process.execPath, [COUNTERFOIL, 'store', 'add', store.code, '--name', store.name, ...rest], cliOf(stack))
}

async function addStoreWithCode(stack: StackPlaces, store: StorePcOptions): Promise<string> {
  await addStore(stack, store)
  const { code } = JSON.parse(
    await runToEnd(process.execPath, [COUNTERFOIL, 'join-code', store.code, '--json'], cliOf(stack)),
  ) as { code: string }
  return code
}

const cliOf = (stack: StackPlaces) => ({ cwd: ROOT, env: { COUNTERFOIL_DATA: stack.dataFolder, DATABASE_URL: undefined } })

interface Stoppable {
  stop(): Promise<unknown>
}

async function stopAll(parts: readonly Stoppable[]): Promise<void> {
  for (const part of parts.toReversed()) await part.stop()
}

/** Starts cable, terminal and agent; what runs is in `parts`, also when a later one does not come up. */
async function switchOn(
  stack: StackPlaces,
  { store, code, parts }: { store: StorePcOptions; code: string; parts: Stoppable[] },
): Promise<StorePc> {
  const folder = join(stack.dataFolder, `pc-${store.code}`)
  mkdirSync(folder, { recursive: true })
  const [tillEnd, terminalEnd] = [join(folder, 'tty-till'), join(folder, 'tty-terminal')]
  let cable: Stoppable[] = []
  const plug = async () => {
    const socat = startChild('socat', ['-d', '-d', `pty,raw,echo=0,link=${tillEnd}`, `pty,raw,echo=0,link=${terminalEnd}`], {
      cwd: ROOT,
      env: {},
    })
    cable = [{ stop: () => socat.stop('SIGTERM') }]
    await socat.waitFor(/starting data transfer loop/)
    cable.push(await (store.openTerminal ?? commandLineTerminal(store))(terminalEnd, tillEnd))
  }
  parts.push({ stop: () => stopAll(cable) })
  await plug()

  const tillPort = await freePort()
  const tillToken = randomBytes(24).toString('base64url')
  const config = join(folder, 'agent.yaml')
  const hubUrls = store.hubUrls ?? [`http://127.0.0.1:${stack.hubPort}`]
  writeFileSync(config, agentConfig({ folder, hubUrls, tillEnd, tillPort, tillToken }))
  await runToEnd(
    process.execPath,
    [AGENT, 'enrol', '--config', config, '--hub', `http://127.0.0.1:${stack.hubPort}`, '--code', code],
    { cwd: ROOT, env: {} },
  )
  const run = () => startChild(process.execPath, [AGENT, 'run', '--config', config], { cwd: ROOT, env: {} })
  let agent = run()
  parts.push({ stop: () => agent.stop('SIGTERM') })
  const tillUrl = `http://127.0.0.1:${tillPort}`
  await waitForTerminal(tillUrl, tillToken, agent)
  return {
    tillUrl,
    tillToken,
    get agent() {
      return agent
    },
    async restartAgent() {
      agent = run()
      await waitForTerminal(tillUrl, tillToken, agent)
    },
    stop: () => stopAll(parts),
    async unplug() {
      await stopAll(cable.splice(0))
    },
    plug,
  }
}

/** `counterfoil simulate` on the terminal's end. */
function commandLineTerminal({ ending, card }: Pick<StorePcOptions, 'ending' | 'card'>) {
  return async (path: string) => {
    const ends = ending === undefined ? [] : ['--ending', ending]
    const chosen = card === undefined ? ends : [...ends, '--card', card]
    const args = [COUNTERFOIL, 'simulate', 'zvt', '--serial', path, '--speed', '20', ...chosen]
    const child = startChild(process.execPath, args, { cwd: ROOT, env: {} })
    const stop = () => child.stop('SIGTERM')
    try {
      await child.waitFor(/answers on/)
      return { stop }
    } catch (error) {
      await stop()
      throw error
    }
  }
}

function agentConfig(pc: {
  folder: string
  hubUrls: readonly string[]
  tillEnd: string
  tillPort: number
  tillToken: string
}): string {
  return `hub:
  urls: [${pc.hubUrls.join(', ')}]
name: back office
dataDir: ${join(pc.folder, 'data')}
terminals:
  - key: lane-1
    lane: "1"
    protocol: zvt
    serial:
      path: ${pc.tillEnd}
tillApi:
  host: 127.0.0.1
  port: ${pc.tillPort}
  tills:
    - name: till-1
      tokenSha256: ${createHash('sha256').update(pc.tillToken).digest('hex')}
`
}

async function waitForTerminal(tillUrl: string, token: string, agent: Child): Promise<void> {
  const deadline = performance.now() + 90_000
  while (performance.now() < deadline) {
    try {
      const answer = await fetch(`${tillUrl}/v1/terminals`, { headers: { authorization: `Bearer ${token}` } })
      if (answer.ok && /"ready"/.test(await answer.text())) return
    } catch {
      // not listening yet
    }
    if (agent.process.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the terminal did not become ready. The agent printed:\n${agent.output()}`)
}
