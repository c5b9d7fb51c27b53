import type { Clock, LinkKind, TerminalProtocol } from '@counterfoil/terminals'
import type { CommandResult } from '../hub-commands/command-result.ts'
import type { Log } from '../log.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import { captureLine } from './capture-line.ts'
import type { LineCapturesNoted } from './captures-noted.ts'

const SECOND_MS = 1_000

export interface CapturedTerminal {
  readonly config: {
    readonly protocol: Pick<TerminalProtocol, 'id' | 'createLineReader'>
    readonly link: { readonly kind: LinkKind }
  }
  readonly supervisor: Pick<TerminalSupervisor, 'watchLine'>
}

/** Keeps what goes over terminals' lines for as long as the hub asked, in memory alone and without card data. */
export interface LineCaptures {
  run(key: string, seconds: number): Promise<CommandResult>
  /** How long a terminal's capture still goes on; empty while there is none. */
  left(key: string): { readonly captureLeftMs?: number }
  /** Forgets what an earlier run said was under way. */
  start(): void
  /** Drops what was kept: nobody is told of it any more. */
  stop(): void
}

interface UnderWay {
  readonly untilMs: number
  readonly untilWallMs: number
  drop(): void
}

export function createLineCaptures({
  clock,
  log,
  find,
  note,
}: {
  readonly clock: Clock
  readonly log: Log
  readonly find: (key: string) => CapturedTerminal | undefined
  readonly note: (now: LineCapturesNoted) => void
}): LineCaptures {
  const underWay = new Map<string, UnderWay>()

  function noteNow(): void {
    try {
      note([...underWay].map(([terminal, { untilWallMs }]) => ({ terminal, untilMs: untilWallMs })))
    } catch (error) {
      log.error({ error: String(error) }, 'Which captures are under way could not be noted; `status` does not know of them.')
    }
  }

  return {
    start: noteNow,
    run(key, seconds) {
      const found = find(key)
      if (found === undefined) return refused('unknown_terminal', `There is no terminal ${key}.`)
      const { protocol, link } = found.config
      const capture = captureLine({ clock, log, protocol, link: link.kind })
      const release = found.supervisor.watchLine(capture.watcher)
      if (release === undefined) return refused('capture_under_way', `A capture of the line of ${key} is under way already.`)
      return new Promise((resolve) => {
        const drop = () => {
          timer.cancel()
          release()
          capture.drop()
          underWay.delete(key)
          noteNow()
        }
        const timer = clock.startTimer(seconds * SECOND_MS, () => {
          const lines = capture.end(`# ${protocol.id} ${link.kind}, ${key}: what went over its line for ${seconds} s`)
          drop()
          log.info({ terminal: key, seconds }, 'The capture of a terminal’s line is over.')
          resolve({ outcome: 'done', lines })
        })
        const spanMs = seconds * SECOND_MS
        underWay.set(key, { untilMs: clock.monotonicMs() + spanMs, untilWallMs: clock.nowMs() + spanMs, drop })
        noteNow()
        log.warn(
          { terminal: key, seconds },
          'A capture is under way: what goes over this terminal’s line is kept, without card data.',
        )
      })
    },
    left(key) {
      const capture = underWay.get(key)
      return capture === undefined ? {} : { captureLeftMs: Math.max(0, capture.untilMs - clock.monotonicMs()) }
    },
    stop() {
      for (const [key, { drop }] of underWay) {
        log.warn({ terminal: key }, 'The capture of a terminal’s line broke off; nothing of it is kept.')
        drop()
      }
    },
  }
}

async function refused(code: string, line: string): Promise<CommandResult> {
  return { outcome: 'refused', code, lines: [line] }
}
