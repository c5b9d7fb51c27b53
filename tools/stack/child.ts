import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** A process of the stack under test, with everything it printed so far. */
export interface Child {
  readonly process: ChildProcess
  output(): string
  /** Resolves with the match as soon as the output has it; rejects when the process ends first or time is up. */
  waitFor(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>
  /** Sends the signal and resolves with the exit code (null when a signal ended it). */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export function startChild(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Child {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const listeners = new Set<() => void>()
  const grow = (part: Buffer) => {
    output += part.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', grow)
  child.stderr.on('data', grow)
  const ended = new Promise<number | null>((resolve) =>
    child.on('close', (code) => {
      resolve(code)
      for (const listener of listeners) listener()
    }),
  )
  return {
    process: child,
    output: () => output,
    waitFor: (pattern, withinMs = 60_000) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) =>
          reject(new Error(`${command} ${args.join(' ')}: ${why} while waiting for ${pattern}. It printed:\n${output}`))
        const timer = setTimeout(() => done(() => fail('time was up')), withinMs)
        const look = () => {
          const match = pattern.exec(output)
          if (match) done(() => resolve(match))
          else if (child.exitCode !== null || child.signalCode !== null) done(() => fail('it ended'))
        }
        const done = (act: () => void) => {
          clearTimeout(timer)
          listeners.delete(look)
          act()
        }
        listeners.add(look)
        look()
      }),
    stop: (signal = 'SIGINT') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return ended
    },
  }
}

/** Runs a command to its end and returns its standard output; rejects with what it said when it fails. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): Promise<string> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close').then(([ended]) => ended),
  ])
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${out}${err}`)
  return out
}
