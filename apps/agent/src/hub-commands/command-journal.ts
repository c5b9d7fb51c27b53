import { Uuid } from '@counterfoil/protocol'
import { z } from 'zod'
import type { Outbox } from '../outbox/outbox.ts'

const Entry = z.object({
  command: Uuid,
  task: z.string(),
  terminal: z.string().optional(),
  /** `taken` and not begun; `started`: nobody may begin it again; `ended`: told. */
  state: z.enum(['taken', 'started', 'ended']),
  boot: Uuid,
  /** A second person approved it. */
  approved: z.literal(true).optional(),
})
export type JournalEntry = z.infer<typeof Entry>
const Journal = z.object({ counter: z.int().min(0), entries: z.array(Entry) })

/** What was asked longer ago than so many commands cannot be asked again: its number is too low. */
const KEPT = 64
/**
 * A second person's word does not cover the number, so whoever holds the hub's key could give an approved command a new one: these
 * are known for longer.
 */
const KEPT_APPROVED = 512

export interface CommandJournal {
  readonly counter: number
  find(command: string): JournalEntry | undefined
  /** Those that an earlier run of the agent left in the middle. */
  interrupted(boot: string): readonly JournalEntry[]
  /** Durable when it returns; throws when it could not be written, and then nothing has changed. */
  note(entry: JournalEntry, counter?: number): void
  key(): string | undefined
  keepKey(publicKey: string): void
  /** The list of approvers as it was told. */
  roster(): string | undefined
  keepRoster(text: string): void
}

/**
 * Which commands came and how far they got, in the outbox's single values: an older agent finds nothing there that it does not
 * know. A journal that cannot be read is worse than none: it throws, and the agent takes no commands.
 */
export function openCommandJournal(outbox: Pick<Outbox, 'readMeta' | 'writeMeta' | 'epoch'>, hubId: string): CommandJournal {
  const place = `commands/${outbox.epoch}`
  const keyPlace = `command_key/${hubId}`
  const rosterPlace = `approvers/${hubId}`
  const text = outbox.readMeta(place)
  let held = text === undefined ? { counter: 0, entries: [] as JournalEntry[] } : Journal.parse(JSON.parse(text))
  return {
    get counter() {
      return held.counter
    },
    find: (command) => held.entries.find((entry) => entry.command === command),
    interrupted: (boot) => held.entries.filter((entry) => entry.state !== 'ended' && entry.boot !== boot),
    note(entry, counter = held.counter) {
      const isKnown = held.entries.some(({ command }) => command === entry.command)
      const entries = isKnown
        ? held.entries.map((each) => (each.command === entry.command ? entry : each))
        : keepNewest([...held.entries, entry])
      const next = { counter: Math.max(held.counter, counter), entries }
      outbox.writeMeta(place, JSON.stringify(next))
      held = next
    },
    key: () => outbox.readMeta(keyPlace),
    keepKey: (publicKey) => outbox.writeMeta(keyPlace, publicKey),
    roster: () => outbox.readMeta(rosterPlace),
    keepRoster: (text) => outbox.writeMeta(rosterPlace, text),
  }
}

function keepNewest(entries: readonly JournalEntry[]): JournalEntry[] {
  const newest = new Set(entries.slice(-KEPT))
  const approved = new Set(entries.filter((entry) => entry.approved === true).slice(-KEPT_APPROVED))
  return entries.filter((entry) => newest.has(entry) || approved.has(entry))
}
