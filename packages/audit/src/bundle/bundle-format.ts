import { canonicalJson } from '../canonical-json.ts'

export const MANIFEST_FILE = 'manifest.json'
export const CHECKPOINTS_FILE = 'checkpoints.txt'
export const PERSONAL_FILE = 'personal.jsonl'
/** Optional: the 32-byte leaf hashes of [from, to) as they were sequenced. With it a changed entry is named, not only its range. */
export const LEAVES_FILE = 'leaves.bin'
/** Even the longest entries give less than the 4 GB a file of a ZIP may have. */
export const MOST_ENTRIES_IN_FILE = 60_000
/** Between two signed notes of the checkpoints' file; a note ends in a line feed and never has a line `--` after an empty one. */
export const CHECKPOINT_SEPARATOR = '\n--\n'

export function entriesFile(first: number): string {
  return `entries-${String(first).padStart(12, '0')}.jsonl`
}

/** The first index of a file of entries; undefined for any other name. */
export function firstOfEntriesFile(name: string): number | undefined {
  const digits = /^entries-(\d{12,16})\.jsonl$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** A line of a file of entries: the exact bytes that were recorded, and a line feed. */
export function entryLine(body: Uint8Array): Buffer {
  const line = Buffer.allocUnsafe(body.length + 1)
  line.set(body)
  line[body.length] = 0x0a
  return line
}

export interface PersonalRow {
  /** Id of the entry that holds the commitment. */
  readonly entry: string
  readonly name: string
  /** base64url */
  readonly salt: string
  readonly value: string
}

/** A line of `personal.jsonl`. Rows stand in the order of their entries: whoever verifies reads both side by side. */
export function personalLine({ entry, name, salt, value }: PersonalRow): string {
  return `${canonicalJson({ entry, name, salt, value })}\n`
}

/** The whole of `checkpoints.txt`: signed notes with their cosignature lines, ascending sizes. */
export function formatCheckpointList(notes: readonly string[]): string {
  return notes.join(CHECKPOINT_SEPARATOR)
}
