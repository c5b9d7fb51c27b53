import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, type WriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { withoutSecrets } from './secrets.ts'

export interface ProcessSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
  /** Lines of its output that begin so are said, without it. */
  readonly tells?: string
}

const RESTART_AFTER_MS = 1_000
const STOP_WITHIN_MS = 10_000
const RESTARTS_PER_MINUTE = 5
const PAUSE_MS = 60_000

/**
 * One process of the stack, in its own group so that Ctrl-C reaches the launcher alone and the order of stopping is its.
 * A process that ends by itself is started again; one that keeps ending, after a minute's pause.
 */
export class ManagedProcess {
  readonly name: string
  readonly #spec: ProcessSpec
  readonly #say: (line: string) => void
  readonly #log: WriteStream
  readonly #endings: number[] = []
  #child: ChildProcess | undefined
  #restart: NodeJS.Timeout | undefined
  #stopping = false
  #started: () => void = () => {}

  constructor(spec: ProcessSpec, say: (line: string) => void) {
    this.name = spec.name
    this.#spec = spec
    this.#say = say
    this.#log = createWriteStream(spec.logFile, { flags: 'a' })
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Starts it and keeps it going; `onStarted` is told of each start, because each has another process id. */
  start(onStarted: () => void): void {
    this.#started = onStarted
    this.#spawn()
  }

  #spawn(): void {
    const { command, args, cwd, env, tells } = this.#spec
    const child = spawn(command, [...args], {
      cwd,
      env: { ...withoutSecrets(process.env), ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stdout?.pipe(this.#log, { end: false })
    child.stderr?.pipe(this.#log, { end: false })
    if (tells !== undefined && child.stdout)
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith(tells)) this.#say(line.slice(tells.length))
      })
    child.on('error', (error) => this.#say(`${this.name}: ${error.message}`))
    child.on('exit', (code, signal) => this.#ended(code, signal))
    this.#started()
  }

  /** Asks the process to end, and ends its group after ten seconds if it has not. */
  async stop(): Promise<void> {
    this.#stopping = true
    clearTimeout(this.#restart)
    const child = this.#child
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      const impatient = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), STOP_WITHIN_MS)
      child.kill('SIGTERM')
      await gone
      clearTimeout(impatient)
    }
    // What a process left behind in its group goes with it.
    signalGroup(child?.pid, 'SIGKILL')
    await new Promise<void>((resolve) => this.#log.end(resolve))
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#stopping) return
    signalGroup(this.#child?.pid, 'SIGKILL')
    const now = performance.now()
    this.#endings.push(now)
    const recent = this.#endings.filter((at) => at > now - 60_000).length
    const how = signal ?? `exit code ${code}`
    const tooOften = recent > RESTARTS_PER_MINUTE
    const when = tooOften ? `again and again (${how}); next try in a minute` : `(${how}); starting it again`
    this.#say(`${this.name} ended ${when}. Log: ${this.#spec.logFile}`)
    this.#restart = setTimeout(() => this.#spawn(), tooOften ? PAUSE_MS : RESTART_AFTER_MS)
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
