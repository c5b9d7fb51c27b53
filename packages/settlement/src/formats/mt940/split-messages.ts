import type { Position } from '../../model.ts'
import type { TextLine } from '../../text/read-lines.ts'

/** One field of a message: its tag, and its content with the line breaks the file has. */
export interface Field extends Position {
  readonly tag: string
  readonly lines: readonly string[]
}

export interface Message {
  readonly fields: readonly Field[]
  /** Fields after the end mark, which belong to nothing. */
  readonly orphans: readonly Field[]
}

/** Only these begin a field: a text that happens to break before ":59:" does not. `NS` is what German banks add. */
const TAG = /^:(20|21|25P?|28C?|13[CD]?|34F|60[FM]|61|62[FM]|64|65|86|90[CD]|NS|940|942):(.*)$/s
/** What surrounds the text block on the wire: {1:…}{2:…}{4:, and the control bytes around messages. */
const ENVELOPE = /^\s*(?:\p{Cc}|\{[1-3]:(?:[^{}]|\{[^{}]*\})*\}|\{4:)+/u
const END = /^-(?:\}.*)?[\p{Cc}\s]*$/su

/**
 * Messages of a file. `:20:` begins one, "-" on a line of its own ends it; inside a text such a line is text, so it counts
 * only after the closing balance or before another message.
 */
export function splitMessages(lines: Iterable<TextLine>): Message[] {
  const messages: { fields: Field[]; orphans: Field[] }[] = []
  let lastField: { tag: string; line: number; character: number; lines: string[] } | null = null
  let ended = false
  let closed = false
  let pendingEnd: TextLine | null = null
  for (const raw of lines) {
    const text = withoutEnvelope(raw.text)
    const tag = TAG.exec(text)
    if (tag === null) {
      if (END.test(text)) {
        if (closed || text.startsWith('-}')) ended = true
        else pendingEnd = raw
      } else if (pendingEnd === null && !ended) lastField?.lines.push(text)
      else if (pendingEnd !== null) lastField?.lines.push('-', text)
      if (!END.test(text)) pendingEnd = null
      if (ended) lastField = null
      continue
    }
    pendingEnd = null
    const field = { tag: tag[1] ?? '', line: raw.line, character: raw.character, lines: [tag[2] ?? ''] }
    // `:940:` is a heading of its own in Dutch files.
    if (field.tag === '940' || field.tag === '942') continue
    lastField = field
    const open = messages.at(-1)
    if (field.tag === '20' || open === undefined) {
      messages.push({ fields: [field], orphans: [] })
      ended = false
      closed = false
    } else if (ended) open.orphans.push(field)
    else {
      open.fields.push(field)
      closed ||= isClosing(field)
    }
  }
  return messages
}

function withoutEnvelope(text: string): string {
  const inside = text.replace(ENVELOPE, '')
  return inside.startsWith('-}') ? '-}' : inside
}

function isClosing({ tag }: Field): boolean {
  return tag === '62F' || tag === '62M'
}
