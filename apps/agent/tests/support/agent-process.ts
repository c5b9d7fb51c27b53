import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { LinkAddress } from '../../src/agent-config.ts'

export const TILL_TOKEN = 'a-till-token-for-tests-only-0123456789'
const MAIN = join(import.meta.dirname, '../../src/main.ts')

export interface CommandResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder with a config file for one terminal and one till. */
export interface AgentFolder {
  readonly folder: string
  readonly config: string
  readonly tillUrl: string
  /** Runs one verb to its end. */
  call(...args: string[]): Promise<CommandResult>
  /** Starts `run`; resolves when the agent says it is running. */
  start(): Promise<ChildProcess>
  /** Asks the till API as till-1 would. */
  ask(
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

export async function createAgentFolder(hubUrl: string, link: LinkAddress, more: object = {}): Promise<AgentFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-process-'))
  const config = join(folder, 'agent.yaml')
  const port = await freePort()
  const tillUrl = `http://127.0.0.1:${port}`
  const address = link.kind === 'serial' ? { serial: { path: link.path } } : { tcp: { host: link.host, port: link.port } }
  const timers = { t3: 1_000, busyPoll: 1_000, retry: 1_000, inquiryFirst: 500, inquiryMax: 1_000 }
  writeFileSync(
    config,
    stringify({
      name: 'Test store',
      hub: { url: hubUrl },
      log: { level: 'error' },
      terminals: [{ key: 'lane-1', lane: '1', protocol: 'zvt', ...address, settings: { timers } }],
      tillApi: { port, tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(TILL_TOKEN).digest('hex') }] },
      ...more,
    }),
  )
  const launch = (args: readonly string[]) =>
    spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })

  return {
    folder,
    config,
    tillUrl,
    call(...args) {
      return new Promise((resolve, reject) => {
        const child = launch([...args, '--config', config])
        let out = ''
        let err = ''
        child.stdout.on('data', (chunk: Buffer) => {
          out += chunk.toString()
        })
        child.stderr.on('data', (chunk: Buffer) => {
          err += chunk.toString()
        })
        child.on('error', reject)
        child.on('close', (code) => resolve({ code, out, err }))
      })
    },
    start() {
      return new Promise((resolve, reject) => {
        const child = launch(['run', '--json', '--config', config])
        let err = ''
        child.stderr.on('data', (chunk: Buffer) => {
          err += chunk.toString()
        })
        child.stdout.once('data', () => resolve(child))
        child.once('exit', (code) => reject(new Error(`The agent ended with ${code}: ${err}`)))
      })
    },
    async ask(method, path, body, headers = {}) {
      const response = await fetch(`${tillUrl}${path}`, {
        method,
        headers: { Authorization: `Bearer ${TILL_TOKEN}`, ...(body && { 'Content-Type': 'application/json' }), ...headers },
        ...(body && { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    },
  }
}

/** Ends a process and waits until it is gone. */
export function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode)
      return
    }
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
