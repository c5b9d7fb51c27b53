import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Identity, writeIdentity } from '@counterfoil/agent'
import { type Child, startChild } from '../../tools/stack/child.ts'
import { freePort } from '../../tools/stack/free-port.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { Belongings } from '../belongings.ts'
import { createTill, type Till } from './till.ts'

/** One store PC's agent, running. */
export interface RunningAgent {
  readonly pid: number
  /** From the start of the process to its own word that it runs, and to three ready terminals, ms. */
  readonly startedMs: number
  readonly readyMs: number
  readonly till: Till
  stop(): Promise<unknown>
}

export interface ShopPc {
  readonly folder: string
  readonly identity: Identity
  readonly terminalPorts: readonly number[]
}

/** Starts the agent program over a fresh folder and waits until its terminals are ready. `program` is what Node is told to run. */
export async function startAgent(pc: ShopPc, program: readonly string[], belongings: Belongings): Promise<RunningAgent> {
  mkdirSync(pc.folder, { recursive: true })
  const [tillPort, token] = [await freePort(), randomBytes(24).toString('base64url')]
  const config = join(pc.folder, 'agent.yaml')
  writeFileSync(config, configText(pc, tillPort, token))
  writeIdentity(join(pc.folder, 'data'), pc.identity)
  const beginMs = performance.now()
  const child: Child = startChild(process.execPath, [...program, 'run', '--config', config, '--json'], { cwd: ROOT, env: {} })
  belongings.keep({ stop: () => child.stop('SIGTERM') })
  await child.waitFor(/"running": ?true/)
  const startedMs = performance.now() - beginMs
  const till = createTill(`http://127.0.0.1:${tillPort}`, token)
  await till.ready(pc.terminalPorts.length)
  return {
    pid: child.process.pid ?? 0,
    startedMs,
    readyMs: performance.now() - beginMs,
    till,
    stop: () => child.stop('SIGTERM'),
  }
}

/** JSON is YAML. */
function configText({ folder, identity, terminalPorts }: ShopPc, tillPort: number, token: string): string {
  return JSON.stringify({
    name: 'back office',
    hub: { url: identity.hubUrl },
    dataDir: join(folder, 'data'),
    log: { level: 'warn' },
    terminals: terminalPorts.map((port, index) => ({
      key: `lane-${index + 1}`,
      lane: String(index + 1),
      protocol: 'zvt',
      tcp: { host: '127.0.0.1', port },
    })),
    tillApi: {
      host: '127.0.0.1',
      port: tillPort,
      tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(token).digest('hex') }],
    },
  })
}
