import { canonicalJson } from '@counterfoil/audit'

/** One event must fit a batch (64 KB) with room to spare, or it would block everything behind it. */
export const EVENT_MAX_BYTES = 60 * 1024
const ENTRIES_MAX = 200
const SHORT_HEX_CHARS = 240

interface Entry {
  readonly hex: string
}

/** Canonical JSON of an event; a transcript that is too long loses bytes first, then its middle, and says so in `shortened`. */
export function fitEvent(event: object): string {
  const body = canonicalJson(event)
  const transcript = transcriptOf(event)
  if (transcript.length <= ENTRIES_MAX && Buffer.byteLength(body) <= EVENT_MAX_BYTES) return body
  const cut = transcript.map((entry) => ({ ...entry, hex: entry.hex.slice(0, SHORT_HEX_CHARS) }))
  for (let keep = Math.min(cut.length, ENTRIES_MAX); keep > 0; keep = Math.floor(keep / 2)) {
    const head = Math.ceil(keep / 2)
    const kept = cut.length <= keep ? cut : [...cut.slice(0, head), ...cut.slice(cut.length - (keep - head))]
    const shorter = canonicalJson({ ...event, transcript: kept, shortened: { entries: transcript.length } })
    if (Buffer.byteLength(shorter) <= EVENT_MAX_BYTES) return shorter
  }
  throw new Error(`an event of ${Buffer.byteLength(body)} bytes does not fit a batch of ${EVENT_MAX_BYTES}`)
}

function transcriptOf(event: object): readonly Entry[] {
  if (!('transcript' in event) || !Array.isArray(event.transcript)) return []
  return event.transcript.filter((entry): entry is Entry => typeof entry?.hex === 'string')
}
