import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SimulatorOptions, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE } from '@counterfoil/terminals/testing'
import { zvt } from '@counterfoil/terminals/zvt'
import { until } from '../hub-bed.ts'
import { freePort } from '../hub-process.ts'

/** A store's PC: the real agent as a process, its own outbox, and a simulated terminal it reaches over TCP. */
export interface StorePc {
  readonly agentUid: string
  /** Takes one payment as a till does; resolves with its id once it is approved. */
  sell(amountMinor: number): Promise<string>
  close(): Promise<void>
}

const AGENT = join(import.meta.dirname, '../../../agent/src/main.ts')
const TOKEN = 'a-till-token-for-tests-only-0123456789'

export async function startStorePc(options: { hubUrl: string; joinCode: string }): Promise<StorePc> {
  const terminal = await startTerminal()
  const folder = await mkdtemp(join(tmpdir(), 'counterfoil-pc-'))
  const port = await freePort()
  const config = join(folder, 'agent.yaml')
  // JSON is YAML.
  await writeFile(
    config,
    JSON.stringify({
      name: 'back office',
      hub: { url: options.hubUrl },
      dataDir: join(folder, 'data'),
      log: { level: 'warn' },
      terminals: [{ key: 'lane-1', lane: '1', protocol: 'zvt', tcp: { host: '127.0.0.1', port: terminal.port } }],
      tillApi: { port, tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') }] },
    }),
  )
  let said = ''
  const run = (...args: string[]): ChildProcess => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', AGENT, ...args, '--config', config], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    return child
  }
  const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve))
  const enrolled = await ended(run('enrol', '--hub', options.hubUrl, '--code', options.joinCode, '--json'))
  if (enrolled !== 0) throw new Error(`the agent could not be enrolled:\n${said}`)
  const agentUid = /"agentId":\s*"([0-9a-f-]{36})"/.exec(said)?.[1]
  if (agentUid === undefined) throw new Error(`the agent did not say who it is:\n${said}`)
  const agent = run('run')
  const stopped = ended(agent)

  async function ask(path: string, body?: object): Promise<{ ok: boolean; body: Record<string, unknown> }> {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { ok: response.ok, body: (await response.json()) as Record<string, unknown> }
  }
  await until(async () => {
    if (agent.exitCode !== null) throw new Error(`the agent ended:\n${said}`)
    const answer = await ask('/v1/terminals').catch(() => null)
    return answer !== null && /"ready"/.test(JSON.stringify(answer.body))
  }, 30_000)

  return {
    agentUid,
    async sell(amountMinor) {
      const placed = await ask('/v1/payments', { lane: '1', kind: 'sale', amountMinor, currency: 'EUR' })
      if (!placed.ok) throw new Error(`the agent took no payment: ${JSON.stringify(placed.body)}`)
      const { id } = placed.body as { id: string }
      await until(async () => (await ask(`/v1/payments/${id}`)).body.outcome === 'approved', 60_000)
      return id
    },
    async close() {
      agent.kill('SIGTERM')
      await stopped
      await terminal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function startTerminal(): Promise<{ port: number; close(): Promise<void> }> {
  let current: Socket | undefined
  const options: SimulatorOptions = {
    link: 'tcp',
    terminalId: '52500041',
    merchantNumber: '100437000000041',
    currency: 'EUR',
    merchantName: 'Test store',
    plan: () => APPROVED_AT_ONCE,
  }
  const simulator = zvt.createSimulator(options, {
    clock: systemClock,
    random: Math.random,
    write: (bytes) => current?.write(bytes),
    unplug: () => current?.destroy(),
  })
  const server = createServer((socket) => {
    current?.destroy()
    current = socket
    socket.on('data', (chunk) => socket === current && simulator.received(chunk))
    socket.on('error', () => {})
    socket.on('close', () => {
      if (socket !== current) return
      current = undefined
      simulator.linkDown()
    })
    simulator.linkUp()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the terminal has no port')
  return {
    port: address.port,
    async close() {
      simulator.close()
      current?.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
