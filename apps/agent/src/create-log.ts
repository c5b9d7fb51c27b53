import { cutCardNumbers, redactLogLine } from '@counterfoil/protocol'
import { pino } from 'pino'
import type { LogLevel } from './agent-config.ts'
import type { Log } from './log.ts'

/** A log whose level may be changed while it is written. */
export interface SettableLog extends Log {
  setLevel(level: LogLevel): void
}

/** Names under which a secret could ever be logged by mistake. */
const SECRETS = [
  'token',
  'privateKey',
  'authorization',
  'password',
  'code.join',
  '*.token',
  '*.privateKey',
  '*.authorization',
  '*.password',
]

/** The real agent's log: JSON lines on standard error, plain sentences where a person watches. */
export function createLog(level: LogLevel, watched: boolean, write: (line: string) => void): SettableLog {
  if (watched) return createPlainLog(level, (line) => write(cutCardNumbers(line)))
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: SECRETS },
    { write: (line) => write(redactLogLine(line)) },
  )
  return Object.assign(log, {
    setLevel(next: LogLevel) {
      log.level = next
    },
  })
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

function createPlainLog(level: LogLevel, write: (line: string) => void): SettableLog {
  let lowest = LEVELS.indexOf(level)
  const line = (rank: (typeof LEVELS)[number]) => (facts: object, message: string) => {
    if (LEVELS.indexOf(rank) < lowest) return
    const terminal = 'terminal' in facts ? `${String(facts.terminal)}: ` : ''
    const error = 'error' in facts ? ` (${String(facts.error)})` : ''
    write(`${rank === 'info' || rank === 'debug' ? '' : `${rank}: `}${terminal}${message}${error}\n`)
  }
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    setLevel(next) {
      lowest = LEVELS.indexOf(next)
    },
  }
}
