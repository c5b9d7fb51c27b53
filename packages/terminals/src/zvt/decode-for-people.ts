import type { DecodedMessage, LinkKind } from '../terminal-protocol.ts'
import { findCommand } from './codes/commands.ts'
import { decodeMessage } from './decode-message.ts'
import { readAliases } from './field-names.ts'
import { readFields } from './fields/read-fields.ts'
import { createFramer } from './frame-codec.ts'
import { ACK, DLE, type FrameEvent, NAK, STX } from './frame-event.ts'
import { messageName } from './message.ts'
import { redactBytes, redactMessage } from './redact.ts'

const COMPLETION = 0x060f
const STATUS_INFORMATION = 0x040f

/** Why a frame is refused, for people. */
export const FAULTS: Readonly<Record<'crc' | 'length' | 'unfinished', string>> = {
  crc: 'the checksum (CRC) is wrong: the frame is refused',
  length: 'the length byte does not fit the frame: the frame is refused',
  unfinished: 'the message ends before its end: the rest is missing',
}

function frameEvents(link: LinkKind, bytes: Uint8Array): FrameEvent[] {
  const framer = createFramer(link)
  return [...framer.push(bytes), ...framer.expire()]
}

/** Serial where DLE STX starts the bytes, where only serial framing finds an APDU, or where ACK and NAK are all there is. */
function detectLink(bytes: Uint8Array): LinkKind {
  if (bytes[0] === DLE && bytes[1] === STX) return 'serial'
  if (bytes.length > 0 && bytes.every((byte) => byte === ACK || byte === NAK)) return 'serial'
  const isApdu = (event: FrameEvent): boolean => event.type === 'apdu'
  if (frameEvents('tcp', bytes).every(isApdu)) return 'tcp'
  return frameEvents('serial', bytes).some(isApdu) ? 'serial' : 'tcp'
}

function directionOf(control: number): DecodedMessage['direction'] {
  return findCommand(control)?.sender ?? 'unknown'
}

function describeApdu(apdu: Uint8Array, completes: number | undefined, fault?: string): DecodedMessage {
  const original = decodeMessage(apdu, completes === undefined ? {} : { completes })
  const redacted = redactMessage(original)
  const problems = fault === undefined ? original.problems : [fault, ...original.problems]
  const unknown = findCommand(original.control) === undefined
  const fields = readFields(original, redacted)
  const aliases = readAliases(fields, original.control)
  return {
    name: messageName(original.control),
    direction: directionOf(original.control),
    fields,
    ...(Object.keys(aliases).length === 0 ? {} : { aliases }),
    problems: unknown ? [...problems, 'this command is not in the specification'] : problems,
  }
}

function describeEvent(event: FrameEvent, completes: number | undefined): DecodedMessage {
  switch (event.type) {
    case 'apdu':
      return describeApdu(event.bytes, completes)
    case 'ack':
    case 'nak':
      return { name: event.type, direction: 'either', fields: {}, problems: [] }
    case 'bad_frame':
      return event.bytes.length < 3
        ? { name: 'unfinished', direction: 'unknown', fields: { ...redactBytes(event.bytes) }, problems: [FAULTS[event.why]] }
        : describeApdu(event.bytes, completes, FAULTS[event.why])
    case 'discarded':
      return { name: 'discarded', direction: 'unknown', fields: { ...redactBytes(event.bytes) }, problems: [event.why] }
    default:
      return event satisfies never
  }
}

/** Control field of the command a later completion ends: the last one the till sent. */
export function commandOf(event: FrameEvent): number | undefined {
  if (event.type !== 'apdu') return undefined
  const control = (event.bytes[0] ?? 0) * 256 + (event.bytes[1] ?? 0)
  return control !== COMPLETION && control !== STATUS_INFORMATION && findCommand(control)?.sender === 'to_terminal'
    ? control
    : undefined
}

/** Bytes of one direction or of a whole dialogue as messages for people, card data masked. Never throws. */
export function decodeBytes(bytes: Uint8Array, link?: LinkKind): DecodedMessage[] {
  const events = frameEvents(link ?? detectLink(bytes), bytes)
  let completes: number | undefined
  return events.map((event) => {
    const described = describeEvent(event, completes)
    completes = commandOf(event) ?? completes
    return described
  })
}
