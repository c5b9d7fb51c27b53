import type { Clock, LineDirection, LineReader, LinkKind, SeenMessage, TerminalProtocol, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import type { LineWatcher } from '../terminals/line-watcher.ts'
import { keepNewestLines } from './newest-lines.ts'
import { noteLine, seenLines } from './seen-lines.ts'

/** A message that has not gone on for so long has broken off. */
const BROKEN_OFF_MS = 2_000

export interface CaptureLineOptions {
  readonly clock: Clock
  readonly log: Log
  readonly protocol: Pick<TerminalProtocol, 'createLineReader'>
  readonly link: LinkKind
}

export interface LineCapture {
  readonly watcher: LineWatcher
  /** What was seen, below its title: as `counterfoil decode PROTOCOL -` reads it. */
  end(title: string): readonly string[]
  drop(): void
}

interface Waiting {
  readonly direction: LineDirection
  readonly bytes: Uint8Array
  readonly atMs: number
}

/** Bytes are read a moment after they went by, so that no terminal waits for it. */
export function captureLine({ clock, log, protocol, link: firstLink }: CaptureLineOptions): LineCapture {
  const startedMs = clock.monotonicMs()
  const startedAt = new Date(clock.nowMs()).toISOString()
  const kept = keepNewestLines()
  let link = firstLink
  let reader: LineReader = protocol.createLineReader(link)
  let waiting: Waiting[] = []
  let timer: Timer | undefined
  let count = 0
  const heardMs: Partial<Record<LineDirection, number>> = {}

  const sinceStart = (atMs: number) => atMs - startedMs

  const expire = (direction: LineDirection, atMs: number) => read(direction, atMs, () => reader.expire(direction))

  function settle(): void {
    timer?.cancel()
    timer = undefined
    const batch = waiting
    waiting = []
    for (const { direction, bytes, atMs } of batch) {
      if (atMs - (heardMs[direction] ?? atMs) > BROKEN_OFF_MS) expire(direction, heardMs[direction] ?? atMs)
      heardMs[direction] = atMs
      read(direction, atMs, () => reader.push(direction, bytes))
    }
  }

  /** A reader that fails has lost its footing; the agent goes on, and another one takes over. */
  function read(direction: LineDirection, atMs: number, seeAll: () => readonly SeenMessage[]): void {
    try {
      for (const seen of seeAll()) {
        count += 1
        kept.add(seenLines(sinceStart(atMs), direction, seen))
      }
    } catch (error) {
      reader = protocol.createLineReader(link)
      kept.add([noteLine(sinceStart(atMs), 'what went over the line here could not be read, and is left out')])
      log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'A captured message could not be read.')
    }
  }

  function take(direction: LineDirection, bytes: Uint8Array): void {
    waiting.push({ direction, bytes: bytes.slice(), atMs: clock.monotonicMs() })
    timer ??= clock.startTimer(0, settle)
  }

  function giveUpPending(): void {
    settle()
    for (const direction of ['to_terminal', 'from_terminal'] as const)
      expire(direction, heardMs[direction] ?? clock.monotonicMs())
  }

  const watcher: LineWatcher = {
    sent: (bytes) => take('to_terminal', bytes),
    received: (bytes) => take('from_terminal', bytes),
    opened(now) {
      giveUpPending()
      link = now
      reader = protocol.createLineReader(link)
      kept.add([noteLine(sinceStart(clock.monotonicMs()), 'the link was opened')])
    },
    closed() {
      giveUpPending()
      kept.add([noteLine(sinceStart(clock.monotonicMs()), 'the link was closed')])
    },
  }

  return {
    watcher,
    end(title) {
      giveUpPending()
      const { fellAway } = kept
      return [
        `${title} from ${startedAt}.`,
        `# Messages: ${count}.${fellAway === 0 ? '' : ` The first ${fellAway} entries fell away: there was no room for more than the newest.`}`,
        '# Hidden before anything was kept: card numbers, tracks, PIN data, passwords, expiry dates, every value not known to be harmless (E in the hex), and in texts all digits of longer numbers (*).',
        '# What could not be read is told by its length and its first bytes without digits.',
        ...kept.read(),
      ]
    },
    drop() {
      timer?.cancel()
      waiting = []
    },
  }
}
