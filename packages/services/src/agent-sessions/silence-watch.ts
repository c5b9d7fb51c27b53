import type { Clock, Timer } from '../clock.ts'
import type { AgentConnection, AgentSession } from './agent-session.ts'

/**
 * Agents send a pulse every ten seconds; a little more is for a bad line. A line that dies without a word is therefore known by the
 * agent's own messages, 16 s after it died at the latest; WebSocket's own pings take up to 45 s.
 */
export const SILENT_AFTER_MS = 14_000
const LOOK_EVERY_MS = 1_000
/** A look so late says that this process stood still: what came meanwhile has not been read yet. */
const STOOD_STILL_MS = 3_000

interface Line {
  readonly connection: AgentConnection
  heardMs: number
  bytesHeard: number | undefined
  /** Answers the hub owes: while it does, the agent may be waiting for it. */
  owed: number
}

export interface SilenceWatch {
  /** The session, heard: from its welcome on, its connection is closed once it falls silent. */
  hear(connection: AgentConnection, session: AgentSession): AgentSession
  close(): void
}

export interface SilenceWatchOptions {
  readonly clock: Clock
  readonly log: (level: 'info', facts: object, message: string) => void
}

/** One timer for all connections, and no message more than agents send anyway. */
export function createSilenceWatch({ clock, log }: SilenceWatchOptions): SilenceWatch {
  const lines = new Set<Line>()
  let timer: Timer | undefined
  let lookedMs = 0
  let closed = false

  function lookLater(): void {
    if (closed || timer !== undefined || lines.size === 0) return
    lookedMs = clock.monotonicMs()
    timer = clock.startTimer(LOOK_EVERY_MS, look)
  }

  function look(): void {
    timer = undefined
    const nowMs = clock.monotonicMs()
    const stoodStill = nowMs - lookedMs > STOOD_STILL_MS
    for (const line of lines) {
      const { bytesHeard } = line.connection
      if (stoodStill || bytesHeard !== line.bytesHeard) line.heardMs = nowMs
      line.bytesHeard = bytesHeard
      if (line.owed > 0 || nowMs - line.heardMs < SILENT_AFTER_MS) continue
      lines.delete(line)
      const { connection, heardMs } = line
      log('info', { address: connection.address, silentMs: nowMs - heardMs }, 'an agent’s line has fallen silent; it is closed')
      connection.close()
    }
    lookLater()
  }

  function watch(line: Line): void {
    if (line.connection.closed || lines.has(line)) return
    line.bytesHeard = line.connection.bytesHeard
    lines.add(line)
    lookLater()
  }

  return {
    hear(connection, session) {
      const line: Line = { connection, heardMs: clock.monotonicMs(), bytesHeard: undefined, owed: 0 }
      async function heard<T>(answer: () => Promise<T>): Promise<T> {
        line.heardMs = clock.monotonicMs()
        line.owed += 1
        try {
          return await answer()
        } finally {
          line.owed -= 1
          line.heardMs = clock.monotonicMs()
        }
      }
      return {
        async hello(input) {
          const answer = await heard(() => session.hello(input))
          if (answer.ok) watch(line)
          return answer
        },
        batch: (input) => heard(() => session.batch(input)),
        rotate: (input) => heard(() => session.rotate(input)),
        checkpoint: (input) => heard(() => session.checkpoint(input)),
        cosignature: (input) => heard(() => session.cosignature(input)),
        joined(input) {
          line.heardMs = clock.monotonicMs()
          session.joined(input)
        },
        pulse: (input) => heard(() => session.pulse(input)),
        closed() {
          lines.delete(line)
          session.closed()
        },
      }
    },
    close() {
      closed = true
      timer?.cancel()
    },
  }
}
