import type { Clock, LinkKind, TerminalProtocol } from '@counterfoil/terminals'
import type { CommandResult } from '../hub-commands/command-result.ts'
import type { Log } from '../log.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import { captureLine } from './capture-line.ts'

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
  /** Drops what was kept: nobody is told of it any more. */
  stop(): void
}

interface UnderWay {
  readonly untilMs: number
  drop(): void
}

export function createLineCaptures({
  clock,
  log,
  find,
}: {
  readonly clock: Clock
  readonly log: Log
  readonly find: (key: string) => CapturedTerminal | undefined
}): LineCaptures {
  const underWay = new Map<string, UnderWay>()

  return {
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
        }
        const timer = clock.startTimer(seconds * SECOND_MS, () => {
          const lines = capture.end(`# ${protocol.id} ${link.kind}, ${key}: what went over its line for ${seconds} s`)
          drop()
          log.info({ terminal: key, seconds }, 'The capture of a terminal’s line is over.')
          resolve({ outcome: 'done', lines })
        })
        underWay.set(key, { untilMs: clock.monotonicMs() + seconds * SECOND_MS, drop })
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
