import { readApduHeader } from '../apdu-length.ts'
import { findCommand } from '../codes/commands.ts'
import { decodeMessage } from '../decode-message.ts'
import { encodeMessage } from '../encode-message.ts'
import { maskWhole } from '../mask-bytes.ts'
import type { TlvNode, ZvtMessage } from '../message.ts'
import { passwordLength } from '../redact.ts'
import { encodeTlv, isKnownContainer } from '../tlv-codec.ts'
import { hideCardShapes, hidePackedInText } from './hide-card-shapes.ts'
import { hideTexts, type TextTail } from './hide-texts.ts'
import { bitmapOpenness, tlvOpenness } from './open-values.ts'

const COMPLETION = 0x060f
const PRINT_LINE = 0x06d1
const CHANGE_PASSWORD = 0x0695
/** Numbers of up to six bytes are too short for a card number. */
const MOST_BYTES = 6
/** Three octets Fx before a software version. */
const VERSION_LENGTH_OCTETS = 3

export interface HiddenMessage {
  /** As long as what came, and with the same structure. */
  readonly apdu: Uint8Array
  readonly tail: TextTail
}

/**
 * The APDU with only that readable which `open-values` allows, and texts without numbers. Masked nibbles are `E`, as a terminal
 * itself writes them (PA00P015 chapter 9, BMP 22), masked characters are stars.
 */
export function hideMessage(apdu: Uint8Array, completes: number | undefined, tail: TextTail): HiddenMessage {
  const message = decodeMessage(apdu, completes === undefined ? {} : { completes })
  const dataStart = readApduHeader(apdu)?.dataStart ?? 0
  if (dataStart === 0 || findCommand(message.control) === undefined) {
    const hidden = apdu.slice()
    maskWhole(hidden.subarray(dataStart))
    return { apdu: hidden, tail }
  }
  const texts: Uint8Array[] = []
  const head = hideHead(message, texts)
  const bitmaps = message.bitmaps.map(({ bytes, ...bitmap }) => ({
    ...bitmap,
    bytes: hideValue(bytes, bitmapOpenness(bitmap.tag), texts),
  }))
  const tlv = hideTlv(message.tlv, texts)
  const rest = message.rest.slice()
  maskWhole(rest)
  // Each looks at what came: what one of them hides would part a number for the other.
  const cameAs = texts.map((text) => text.slice())
  const after = hideTexts(texts, tail)
  for (const [nth, text] of texts.entries()) hidePackedInText(cameAs[nth] ?? text, text)
  const hidden = encodeMessage({ ...message, head, bitmaps, tlv: withValues(tlv), rest })
  hideCardShapes(apdu.subarray(dataStart), hidden.subarray(dataStart))
  return { apdu: hidden, tail: after }
}

function hideValue(value: Uint8Array, openness: 'open' | 'text' | 'hidden', texts: Uint8Array[]): Uint8Array {
  const copy = value.slice()
  if (openness === 'text') texts.push(copy)
  else if (openness === 'hidden') maskWhole(copy)
  return copy
}

/** Fixed fields before the bitmaps: a password, short numbers, or text. */
function hideHead(message: ZvtMessage, texts: Uint8Array[]): Uint8Array {
  const head = message.head.slice()
  const { control } = message
  const password = passwordLength(message)
  maskWhole(head.subarray(0, password))
  const more = head.subarray(password)
  if (control === CHANGE_PASSWORD) maskWhole(head)
  else if (control === PRINT_LINE) texts.push(more.subarray(1))
  else if (control === COMPLETION && more.length > 1) texts.push(...completionTexts(more))
  else if (more.length > MOST_BYTES) maskWhole(more)
  return head
}

/** A software version with its length before and a status byte after it, or a maker's text as a whole. */
function completionTexts(head: Uint8Array): readonly Uint8Array[] {
  const hasLength = head.subarray(0, VERSION_LENGTH_OCTETS).every((octet) => octet >= 0xf0 && octet <= 0xf9)
  return [hasLength ? head.subarray(VERSION_LENGTH_OCTETS, head.length - 1) : head]
}

function hideTlv(nodes: readonly TlvNode[], texts: Uint8Array[]): TlvNode[] {
  return nodes.map(({ children, ...node }) => {
    // Only where the specification says so is a value more data objects: elsewhere it may merely look like some.
    if (children !== undefined && isKnownContainer(node.tag)) return { ...node, children: hideTlv(children, texts) }
    const openness = tlvOpenness(node.tag, node.value)
    const isEmptyAndUnknown = openness === 'hidden' && node.value.length === 0
    return { ...node, tag: isEmptyAndUnknown ? hideTag(node.tag) : node.tag, value: hideValue(node.value, openness, texts) }
  })
}

/** Digits with zeros between them look like the tags of empty data objects. */
function hideTag(tag: string): string {
  return tag.length <= 2 ? 'E'.repeat(tag.length) : `${tag.slice(0, 2)}${'EE'.repeat(tag.length / 2 - 2)}6E`
}

/** Containers whose value is what their hidden children make of it. */
function withValues(nodes: readonly TlvNode[]): TlvNode[] {
  return nodes.map((node) => {
    if (node.children === undefined) return node
    const children = withValues(node.children)
    return { ...node, children, value: encodeTlv(children) }
  })
}
