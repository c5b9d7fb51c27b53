import { fromHex, toHex } from './hex.ts'
import type { TlvNode } from './message.ts'

/** Deeper nesting than any terminal sends is kept as bytes. */
const MAX_DEPTH = 12

/** Containers of PA00P015 9.4 and of Feig whose content is always TLV. */
const KNOWN_CONTAINERS: ReadonlySet<string> = new Set([
  '23',
  '24',
  '25',
  '26',
  '27',
  '28',
  '2D',
  '2F',
  '34',
  '60',
  '62',
  'E4',
  'E9',
])

/** Whether the specification says that the value of this tag is more data objects. */
export function isKnownContainer(tag: string): boolean {
  return KNOWN_CONTAINERS.has(tag)
}

/** Length octets in the shortest form (PA00P015 9.4): 00–7F, 81 nn, 82 hi lo. */
export function tlvLengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  if (length < 0x100) return Uint8Array.of(0x81, length)
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length & 0xff)
  throw new RangeError(`A TLV value holds up to 65,535 bytes; ${length} are too many.`)
}

/** Length at `at`, and how many octets it took; nothing when there is none. */
export function readTlvLength(bytes: Uint8Array, at: number): { readonly length: number; readonly octets: number } | undefined {
  const first = bytes[at]
  if (first === undefined) return undefined
  if (first < 0x80) return { length: first, octets: 1 }
  const more = first & 0x7f
  if (more < 1 || more > 3 || at + more >= bytes.length) return undefined
  let length = 0
  for (let index = 1; index <= more; index += 1) length = length * 256 + (bytes[at + index] ?? 0)
  return { length, octets: 1 + more }
}

function tagOctets(bytes: Uint8Array, at: number): number {
  if (((bytes[at] ?? 0) & 0x1f) !== 0x1f) return 1
  return ((bytes[at + 1] ?? 0) & 0x80) === 0 ? 2 : 3
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}

/** Octets to keep: none when the shortest form would be the same. */
export function unusualOctets(octets: Uint8Array, usual: Uint8Array): Uint8Array | undefined {
  return sameBytes(octets, usual) ? undefined : octets
}

function readNode(
  bytes: Uint8Array,
  at: number,
  tagLength: number,
): { tag: string; valueAt: number; length: number } | undefined {
  const found = readTlvLength(bytes, at + tagLength)
  if (found === undefined) return undefined
  return { tag: toHex(bytes.subarray(at, at + tagLength)), valueAt: at + tagLength + found.octets, length: found.length }
}

/**
 * Data objects of a TLV container. Bytes that are none stay as a node with an empty tag, a value cut short keeps
 * the length it claimed: encoding gives back every byte. Problems are told, never thrown.
 */
export function decodeTlv(bytes: Uint8Array, depth = 0): { readonly nodes: TlvNode[]; readonly problems: string[] } {
  const nodes: TlvNode[] = []
  const problems: string[] = []
  let at = 0
  while (at < bytes.length) {
    let tagLength = tagOctets(bytes, at)
    let read = readNode(bytes, at, tagLength)
    // Feig writes two-byte tags such as 1FF2 although their second byte announces a third.
    if (tagLength === 3 && (read === undefined || read.valueAt + read.length > bytes.length)) {
      const shorter = readNode(bytes, at, 2)
      if (shorter !== undefined && shorter.valueAt + shorter.length <= bytes.length) {
        tagLength = 2
        read = shorter
      }
    }
    if (read === undefined || read.valueAt > bytes.length) {
      problems.push(`${bytes.length - at} bytes in the TLV container are no data object`)
      nodes.push({ tag: '', value: bytes.slice(at), lengthOctets: new Uint8Array(0) })
      break
    }
    const value = bytes.slice(read.valueAt, read.valueAt + read.length)
    if (value.length < read.length) problems.push(`TLV ${read.tag} says ${read.length} bytes, ${value.length} are here`)
    const octets = unusualOctets(bytes.slice(at + tagLength, read.valueAt), tlvLengthOctets(value.length))
    const inner = isConstructed(read.tag) && depth < MAX_DEPTH ? decodeTlv(value, depth + 1) : undefined
    // In the specification's own containers a fault is told; elsewhere it means a maker's own use of the tag.
    const known = KNOWN_CONTAINERS.has(read.tag)
    if (known && inner !== undefined) problems.push(...inner.problems)
    nodes.push({
      tag: read.tag,
      value,
      ...(inner !== undefined && (known || inner.problems.length === 0) ? { children: inner.nodes } : {}),
      ...(octets === undefined ? {} : { lengthOctets: octets }),
    })
    at = read.valueAt + value.length
  }
  return { nodes, problems }
}

function isConstructed(tag: string): boolean {
  return (Number.parseInt(tag.slice(0, 2), 16) & 0x20) !== 0
}

/** Bytes of data objects, without the container's own tag and length. Throws a `RangeError` for a tag that is no hex. */
export function encodeTlv(nodes: readonly TlvNode[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const node of nodes) {
    const value = node.children === undefined ? node.value : encodeTlv(node.children)
    parts.push(fromHex(node.tag), node.lengthOctets ?? tlvLengthOctets(value.length), value)
  }
  return concat(parts)
}

/** One array of all parts. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A data object to send; with `children` its value is made of them. */
export function tlv(tag: string, content: Uint8Array | readonly TlvNode[]): TlvNode {
  if (content instanceof Uint8Array) return { tag, value: content }
  return { tag, value: encodeTlv(content), children: content }
}
