import { maskText } from '../card-digits.ts'
import { findTlv, type ZvtMessage } from '../message.ts'
import { redactMessage } from '../redact.ts'
import { readBcdNumber, readText } from '../values.ts'

/** 04 FF: 41–5D are 01–1D with "please remove card" (PA00P015 2.2.6). */
const REMOVE_CARD_TOO = 0x40
const REVERSAL_RUNNING = 0x05

/** Insert card, and what terminals show while nothing has happened yet. */
const WAITS_FOR_CARD: ReadonlySet<number> = new Set([0x00, 0x0a, 0x0e, 0x17, 0x2a])

/** The terminal is sending an automatic reversal. */
export function isTakingBack(code: number): boolean {
  return code === REVERSAL_RUNNING || code === REVERSAL_RUNNING + REMOVE_CARD_TOO
}

/** No card has been seen as long as only these were shown. */
export function waitsForCard(code: number): boolean {
  return WAITS_FOR_CARD.has(code)
}

/** T4 in milliseconds as a 04 FF sets it by its second byte, in minutes; nothing when it does not. */
export function readT4(message: ZvtMessage): number | undefined {
  const octet = message.head[1]
  const minutes = octet === undefined ? undefined : readBcdNumber(Uint8Array.of(octet))
  return minutes === undefined || minutes === 0 ? undefined : minutes * 60_000
}

/** The terminal's own words of a message: display texts (TLV 24/07), if it sent any. */
export function readDisplayText(message: ZvtMessage): string | undefined {
  const lines = findTlv(redactMessage(message), '24')?.children?.filter((node) => node.tag === '07') ?? []
  const text = lines
    .map((line) => readText(line.value).trim())
    .join(' ')
    .trim()
  return text === '' ? undefined : maskText(text)
}
