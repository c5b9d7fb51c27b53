import { readApduHeader } from './apdu-length.ts'
import { findCommand } from './codes/commands.ts'
import {
  isHiddenBitmap,
  isHiddenTlv,
  isIdTlv,
  isOpenBitmap,
  isPlainTlv,
  isTextBitmap,
  isTextTlv,
} from './codes/sensitive-values.ts'
import { decodeMessage } from './decode-message.ts'
import { encodeMessage } from './encode-message.ts'
import { toHex } from './hex.ts'
import { maskAscii, maskCardNumber, maskEbcdic, maskPacked, maskWhole, maskWholeNumber, type Values } from './mask-bytes.ts'
import type { TlvNode, ZvtMessage } from './message.ts'
import { encodeTlv } from './tlv-codec.ts'

const CARD_NUMBER = 0x22
/** VU number: fifteen digits that often pass the check by chance, and that settlement is matched by. */
const MERCHANT_NUMBER = 0x2a
const CHANGE_PASSWORD = 0x0695
const PRINT_LINE = 0x06d1
const COMPLETION = 0x060f
/** As many bytes of what could not be read are kept. */
const HEAD_BYTES = 8

/** Length of the password a command begins with; 0 for messages that have none. */
export function passwordLength(message: ZvtMessage): number {
  const command = message.control >>> 8
  const commands = command === 0x05 || command === 0x06 || command === 0x08 || command === 0x0f
  const others = new Set([0x060f, 0x061e, 0x06d1, 0x06d9, 0x06da, 0x06dd, 0x06c0])
  if (!commands || others.has(message.control)) return 0
  if (message.control === CHANGE_PASSWORD) return message.head.length
  return message.head.length >= 3 ? 3 : 0
}

/** Whether the bytes are text: packed digits that look like text are far rarer than texts that look like packed digits. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x0d || byte === 0x0a || byte === 0x00)
}

/** Printed lines and the text a Feig terminal completes its system information with. */
function isTextHead(message: ZvtMessage): boolean {
  return message.control === PRINT_LINE || (message.control === COMPLETION && isText(message.head))
}

interface Parts {
  readonly texts: Uint8Array[]
  readonly packed: Uint8Array[]
}

/** Leaves are copied, masked where their tag says so, and collected for the search for card numbers. */
function copyTlv(nodes: readonly TlvNode[], parts: Parts): TlvNode[] {
  return nodes.map((node) => {
    if (node.children !== undefined && !isHiddenTlv(node.tag)) return { ...node, children: copyTlv(node.children, parts) }
    const value = node.value.slice()
    const { children: _, ...leaf } = node
    if (isHiddenTlv(node.tag)) maskWhole(value)
    else if (isIdTlv(node.tag)) maskWholeNumber(value)
    else if (!isPlainTlv(node.tag, value.length)) {
      parts.texts.push(value)
      if (!isTextTlv(node.tag) || !isText(value)) parts.packed.push(value)
    }
    return { ...leaf, value }
  })
}

/** Containers whose value is what their masked children make of it. */
function withValues(nodes: readonly TlvNode[]): TlvNode[] {
  return nodes.map((node) => {
    if (node.children === undefined) return node
    const children = withValues(node.children)
    return { ...node, children, value: encodeTlv(children) }
  })
}

function maskTexts(values: Values): void {
  maskAscii(values)
  maskEbcdic(values)
}

/** The same message without card data, see `redactApdu`. */
export function redactMessage(message: ZvtMessage): ZvtMessage {
  const redacted = redactParts(message)
  const isAllUnread = message.head.length === 0 && message.bitmaps.length === 0 && message.tlvIndex === undefined
  if (isAllUnread || findCommand(message.control) !== undefined) return redacted
  // What nobody knows may only look like bitmaps: its data are searched as a whole as well.
  const apdu = encodeMessage(redacted)
  const data = apdu.subarray(readApduHeader(apdu)?.dataStart ?? 0)
  maskTexts([data])
  maskPacked([data])
  return decodeMessage(apdu)
}

function redactParts(message: ZvtMessage): ZvtMessage {
  const parts: Parts = { texts: [], packed: [] }
  const head = message.head.slice()
  const password = passwordLength(message)
  maskWhole(head.subarray(0, password))
  parts.texts.push(head.subarray(password))
  if (!isTextHead(message)) parts.packed.push(head.subarray(password))
  const bitmaps = message.bitmaps.map((bitmap) => {
    const bytes = bitmap.bytes.slice()
    if (bitmap.tag === CARD_NUMBER) maskCardNumber(bytes)
    else if (isHiddenBitmap(bitmap.tag)) maskWhole(bytes)
    else if (bitmap.tag === MERCHANT_NUMBER) maskWholeNumber(bytes)
    else if (isTextBitmap(bitmap.tag)) {
      parts.texts.push(bytes)
      if (!isText(bytes)) parts.packed.push(bytes)
      else maskWholeNumber(bytes)
    } else if (isOpenBitmap(bitmap.tag, bytes.length)) parts.packed.push(bytes)
    return { ...bitmap, bytes }
  })
  const tlv = copyTlv(message.tlv, parts)
  const rest = message.rest.slice()
  // A card number or track cut short fails the Luhn check: its tag is reason enough.
  if (rest[0] === CARD_NUMBER || isHiddenBitmap(rest[0] ?? 0)) maskWhole(rest.subarray(1))
  parts.texts.push(rest)
  parts.packed.push(rest)
  maskTexts(parts.texts)
  maskEbcdic(parts.packed)
  maskPacked(parts.packed)
  return { ...message, head, bitmaps, tlv: withValues(tlv), rest }
}

/**
 * The same APDU without card data: card numbers cut to first six and last four, tracks, CVV, PIN data, EMV data and passwords masked, and
 * whatever may be a card number, or stand behind one on a track, in texts (ASCII, also two bytes a character, and EBCDIC), unknown values
 * and unread bytes (packed as well). Every length stays, so that the structure can still be read. Amounts, times and other fixed numbers
 * are left alone.
 */
export function redactApdu(apdu: Uint8Array): Uint8Array {
  const message = redactMessage(decodeMessage(apdu))
  return readApduHeader(apdu) === undefined ? message.rest : encodeMessage(message)
}

/** Of bytes that do not decode only their number and the first eight stay, as hex with `*` for every digit. */
export function redactBytes(bytes: Uint8Array): { readonly length: number; readonly head: string } {
  return { length: bytes.length, head: toHex(bytes.subarray(0, HEAD_BYTES)).replace(/[0-9]/g, '*') }
}
