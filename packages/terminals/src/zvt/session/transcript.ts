import type { TranscriptEntry } from '../../payment-facts.ts'
import { toHex } from '../hex.ts'
import { redactApdu } from '../redact.ts'
import type { Transcript } from './session-state.ts'

const MAX_ENTRIES = 60
const MAX_HEX_BYTES = 300
/** The beginning is kept longer than it seems: the entries dropped are those in the middle. */
const KEPT_AT_START = 30

export const EMPTY_TRANSCRIPT: Transcript = { entries: [], leftOut: 0 }

export interface TranscriptMessage {
  readonly ms: number
  readonly direction: TranscriptEntry['direction']
  readonly name: string
  readonly apdu: Uint8Array
  readonly note?: string
}

/** Adds one message, redacted; beyond 60 the middle is dropped and counted. */
export function addToTranscript(transcript: Transcript, message: TranscriptMessage): Transcript {
  const hex = toHex(redactApdu(message.apdu))
  const tooLong = hex.length > MAX_HEX_BYTES * 2
  const cut = tooLong ? `first ${MAX_HEX_BYTES} of ${hex.length / 2} bytes` : undefined
  const note = [message.note, cut].filter((part) => part !== undefined).join('; ')
  const entry: TranscriptEntry = {
    ms: Math.round(message.ms),
    direction: message.direction,
    name: message.name,
    hex: tooLong ? hex.slice(0, MAX_HEX_BYTES * 2) : hex,
    ...(note === '' ? {} : { note }),
  }
  const { entries, leftOut } = transcript
  if (entries.length < MAX_ENTRIES) return { entries: [...entries, entry], leftOut }
  return { entries: [...entries.slice(0, KEPT_AT_START), ...entries.slice(KEPT_AT_START + 1), entry], leftOut: leftOut + 1 }
}

/** The entries as a fact carries them, with a note where some were left out. */
export function transcriptEntries(transcript: Transcript): readonly TranscriptEntry[] {
  if (transcript.leftOut === 0) return transcript.entries
  return transcript.entries.map((entry, index) => {
    if (index !== KEPT_AT_START - 1) return entry
    const gap = `${transcript.leftOut} messages left out after this one`
    return { ...entry, note: entry.note === undefined ? gap : `${entry.note}; ${gap}` }
  })
}
