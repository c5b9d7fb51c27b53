import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../apps/web/tests/hub-process.ts'
import { type Child, runToEnd, startChild } from '../../stack/child.ts'
import { ROOT } from '../../stack/root.ts'
import { installByHand, lightVersion } from './light-version.ts'
import type { UpdateBed } from './update-bed.ts'

const TOKEN = 'a-till-token-for-tests-only-0123456789'

/** A store's PC: the launcher as installed by hand, its agent, and a terminal on the network. */
export interface LaunchedAgent {
  readonly state: string
  launcherLog(): string
  /** Asks the terminal for a sale and gives its outcome. */
  sell(): Promise<string>
  isReady(): Promise<boolean>
  end(): Promise<void>
}

export async function launchAgent(
  bed: UpdateBed,
  given: { readonly hubUrl: string; readonly joinCode: string },
): Promise<LaunchedAgent> {
  const [lib, state] = [join(bed.folder, 'store/lib'), join(bed.folder, 'store/state')]
  mkdirSync(state, { recursive: true, mode: 0o700 })
  installByHand(lib, '0.1.0', lightVersion('0.1.0', await bed.agent('0.1.0')), bed.launcher)
  const simulate = ['apps/cli/src/main.ts', 'simulate', 'zvt', '--tcp', '0', '--ending', 'approve', '--speed', '20']
  const terminal = startChild(process.execPath, simulate, { cwd: ROOT, env: {} })
  const [, terminalPort = ''] = await terminal.waitFor(/listens on [\d.]+:(\d+)/)
  const tillPort = await freePort()
  const config = join(state, 'agent.yaml')
  writeFileSync(
    config,
    JSON.stringify({
      name: 'launched',
      hub: { url: given.hubUrl },
      dataDir: join(state, 'data'),
      terminals: [{ key: 'lane-1', lane: '1', protocol: 'zvt', tcp: { host: '127.0.0.1', port: Number(terminalPort) } }],
      tillApi: { port: tillPort, tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') }] },
    }),
  )
  const env = { COUNTERFOIL_AGENT_CONFIG: config, COUNTERFOIL_AGENT_STATE: state }
  const folder = join(lib, 'versions/0.1.0')
  await runToEnd(join(folder, 'node'), [join(folder, 'agent.mjs'), 'enrol', given.joinCode, '--hub', given.hubUrl], {
    cwd: ROOT,
    env,
  })
  const launcher: Child = startChild(process.execPath, [join(lib, 'launcher/launcher.mjs'), 'run'], { cwd: ROOT, env })

  async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const headers = {
      Authorization: `Bearer ${TOKEN}`,
      ...(body && { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }),
    }
    const response = await fetch(`http://127.0.0.1:${tillPort}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }
  const waitABit = () => new Promise((resolve) => setTimeout(resolve, 50))

  async function isReady(): Promise<boolean> {
    const { terminals = [] } = await ask('GET', '/v1/terminals').catch(() => ({}) as Record<string, unknown>)
    return (terminals as { condition: string }[])[0]?.condition === 'ready'
  }

  return {
    state,
    isReady,
    launcherLog: () => readFileSync(join(state, 'logs/agent.log'), 'utf8'),
    async sell() {
      const order = { lane: '1', kind: 'sale', amountMinor: 1_250, currency: 'EUR' }
      let id: unknown
      // A version that takes over is not there for a moment, as a till in a store sees it too.
      while (typeof id !== 'string') {
        id = (await isReady())
          ? (await ask('POST', '/v1/payments', order).catch(() => ({}) as Record<string, unknown>)).id
          : undefined
        if (typeof id !== 'string') await waitABit()
      }
      for (;;) {
        const { outcome = null } = await ask('GET', `/v1/payments/${id}`).catch(() => ({}) as Record<string, unknown>)
        if (outcome !== null && outcome !== 'unknown') return String(outcome)
        await waitABit()
      }
    },
    async end() {
      await launcher.stop('SIGTERM')
      await terminal.stop('SIGTERM')
    },
  }
}
