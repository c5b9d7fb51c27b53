import { findCommand } from './codes/commands.ts'

/** One bitmap; `bytes` is its value, for LLVAR and LLLVAR the content without the length. */
export interface BitmapValue {
  readonly tag: number
  readonly bytes: Uint8Array
  /** Length octets as received, kept only where they are not the usual `Fx Fy`. */
  readonly lengthOctets?: Uint8Array
}

/** One data object of a TLV container. `value` is always the whole content, also where `children` read it. */
export interface TlvNode {
  /** Upper-case hex, e.g. `1F07`. */
  readonly tag: string
  readonly value: Uint8Array
  readonly children?: readonly TlvNode[]
  /** Length octets as received, kept only where a shorter form would do. */
  readonly lengthOctets?: Uint8Array
}

/** One APDU, read. Encoding it again gives the same bytes as long as its lengths were right. */
export interface ZvtMessage {
  /** Class × 256 + instruction, e.g. `0x0601`. */
  readonly control: number
  /** Fixed fields before the bitmaps: password, config byte, status byte, print attribute and text … */
  readonly head: Uint8Array
  /** Without bitmap 06, whose content is `tlv`. */
  readonly bitmaps: readonly BitmapValue[]
  readonly tlv: readonly TlvNode[]
  /** Everything from the first byte that could not be read. */
  readonly rest: Uint8Array
  readonly problems: readonly string[]
  /** True where the length was written as FF lo hi although one byte would have done. */
  readonly extendedLength?: boolean
  /** The APDU's length octets as received, kept only where they are wrong. */
  readonly lengthOctets?: Uint8Array
  /** Number of bitmaps before container 06; set whenever one was there, also an empty one. */
  readonly tlvIndex?: number
  readonly tlvLengthOctets?: Uint8Array
}

/** Value of the first bitmap `tag`, or nothing. */
export function findBitmap(message: Pick<ZvtMessage, 'bitmaps'>, tag: number): Uint8Array | undefined {
  return message.bitmaps.find((bitmap) => bitmap.tag === tag)?.bytes
}

/** First data object at the path of tags, e.g. `findTlv(m, '60', '43')`, or nothing. */
export function findTlv(message: Pick<ZvtMessage, 'tlv'>, ...path: readonly string[]): TlvNode | undefined {
  let level: readonly TlvNode[] | undefined = message.tlv
  let found: TlvNode | undefined
  for (const tag of path) {
    found = level?.find((node) => node.tag === tag)
    level = found?.children
  }
  return found
}

/** Name of a message in snake_case; `unknown_06aa` where the specification knows none. */
export function messageName(control: number): string {
  return findCommand(control)?.name ?? `unknown_${control.toString(16).padStart(4, '0')}`
}
