import { Sha256Hex, Uuid } from '@counterfoil/protocol'
import { z } from 'zod'

/** The few things done to files, so that tests can end the program between any two of them. */
export interface ConfigurationDisk {
  read(name: string): string | undefined
  /** On the disk when it returns. */
  write(name: string, text: string): void
  /** Takes the other's place in one step, and is on the disk when it returns. */
  rename(from: string, to: string): void
  remove(name: string): void
}

const Kept = z.object({
  number: z.int().min(1),
  hash: Sha256Hex,
  /** Its exact text. */
  document: z.string(),
  /** The command it came with. */
  command: Uuid,
  sinceMs: z.int().min(0),
})
export type KeptConfiguration = z.infer<typeof Kept>

const State = z.object({
  v: z.literal(1),
  /** Whom it was meant for: a folder that is enrolled anew begins with its file alone. */
  agentId: Uuid,
  hubId: Uuid,
  /** What works; null: the agent's file alone. */
  good: Kept.nullable(),
  /** The good one before that. */
  before: Kept.nullable(),
  /** Applied, and not yet seen to work. */
  trial: Kept.nullable(),
  /** The last one that was given up, for people. */
  returned: z.object({ number: z.int().min(1), cause: z.string(), detail: z.string(), atMs: z.int().min(0) }).nullable(),
})
export type ConfigurationState = z.infer<typeof State>

export const STATE_FILE = 'configuration.json'
const NEXT_FILE = 'configuration.json.next'
/** Lies there while somebody on the spot wants the configuration before; holds the number of the one they want to be rid of. */
export const RETURN_FILE = 'configuration.return'

export type ReadState =
  | { readonly found: 'state'; readonly state: ConfigurationState }
  | { readonly found: 'none' | 'unreadable' }

/** Which of the hub's configurations the agent keeps, in its data folder: whole, or as it was before. */
export interface ConfigurationFile {
  read(): ReadState
  /** Durable when it returns; throws when it could not be written, and then nothing has changed. */
  write(state: ConfigurationState): void
  /** The number of the one that somebody on the spot wants to be rid of. */
  unwanted(): number | undefined
  wantReturn(number: number): void
  forgetReturn(): void
}

export function openConfigurationFile(disk: ConfigurationDisk): ConfigurationFile {
  return {
    read() {
      const text = disk.read(STATE_FILE)
      if (text === undefined) return { found: 'none' }
      try {
        const state = State.safeParse(JSON.parse(text))
        return state.success ? { found: 'state', state: state.data } : { found: 'unreadable' }
      } catch {
        return { found: 'unreadable' }
      }
    },
    write(state) {
      disk.write(NEXT_FILE, JSON.stringify(state))
      disk.rename(NEXT_FILE, STATE_FILE)
    },
    unwanted() {
      const text = disk.read(RETURN_FILE)
      return text === undefined ? undefined : Number(text)
    },
    wantReturn: (number) => disk.write(RETURN_FILE, String(number)),
    forgetReturn: () => disk.remove(RETURN_FILE),
  }
}
