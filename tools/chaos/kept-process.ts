import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

export interface ProcessSpec {
  readonly name: string
  /** Of Node. */
  readonly args: readonly string[]
  readonly command?: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  /** It speaks to us over an IPC channel and ends when that closes. */
  readonly ipc?: boolean
}

const RESTART_MS = 500

/** A process as a service manager keeps it: one that ends by itself is started again, and that is remembered. */
export class KeptProcess {
  readonly name: string
  /** How it ended whenever nobody had told it to. */
  readonly ownEndings: string[] = []
  #spec: ProcessSpec
  #child: ChildProcess | undefined
  #wanted = false
  #restart: NodeJS.Timeout | undefined

  constructor(spec: ProcessSpec) {
    this.name = spec.name
    this.#spec = spec
  }

  get pid(): number | undefined {
    const child = this.#child
    return child !== undefined && child.exitCode === null && child.signalCode === null ? child.pid : undefined
  }

  get process(): ChildProcess {
    if (this.#child === undefined) throw new Error(`${this.name} was never started`)
    return this.#child
  }

  start(): ChildProcess {
    this.#wanted = true
    const { args, command = process.execPath, cwd, env, logFile, ipc = false } = this.#spec
    const log = openSync(logFile, 'a')
    const child = spawn(command, [...args], {
      cwd,
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
      stdio: ['ignore', log, log, ...(ipc ? (['ipc'] as const) : [])],
      // Ctrl-C is ours alone: what is ended when is decided here.
      detached: true,
    })
    closeSync(log)
    this.#child = child
    child.on('error', (error) => this.ownEndings.push(error.message))
    child.on('exit', (code, signal) => {
      if (!this.#wanted || this.#child !== child) return
      this.ownEndings.push(signal ?? `exit code ${code}`)
      this.#restart = setTimeout(() => this.start(), RESTART_MS)
    })
    return child
  }

  /** Ends it for now, at whatever instruction it is; resolves when it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#wanted = false
    clearTimeout(this.#restart)
    const child = this.#child
    if (child === undefined || this.pid === undefined) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** From its next start on it runs what stands at the same place in another checkout: another release. */
  moveTo(from: string, to: string): void {
    const moved = (path: string) => (path.startsWith(from) ? to + path.slice(from.length) : path)
    this.#spec = { ...this.#spec, args: this.#spec.args.map(moved), cwd: moved(this.#spec.cwd) }
  }

  /** SIGSTOP: it keeps its sockets and its memory and does nothing. */
  halt(): void {
    this.#child?.kill('SIGSTOP')
  }

  goOn(): void {
    this.#child?.kill('SIGCONT')
  }

  send(message: string): void {
    this.#child?.send(message)
  }
}
