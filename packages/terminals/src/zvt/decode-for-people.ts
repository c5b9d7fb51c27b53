import type { DecodedMessage, LinkKind } from '../terminal-protocol.ts'
import { findCommand } from './codes/commands.ts'
import { decodeMessage } from './decode-message.ts'
import { addPublishedNames } from './field-names.ts'
import { readFields } from './fields/read-fields.ts'
import { createFramer, type FrameEvent } from './frame-codec.ts'
import { messageName } from './message.ts'
import { redactApdu, redactBytes } from './redact.ts'

const COMPLETION = 0x060f
const STATUS_INFORMATION = 0x040f

/** Why a frame is refused, for people. */
const FAULTS: Readonly<Record<'crc' | 'length' | 'unfinished', string>> = {
  crc: 'the checksum (CRC) is wrong: the frame is refused',
  length: 'the length byte does not fit the frame: the frame is refused',
  unfinished: 'the message ends before its end: the rest is missing',
}

/** Serial where DLE STX starts a frame, or where there is nothing but an ACK or NAK; TCP otherwise. */
function detectLink(bytes: Uint8Array): LinkKind {
  const frameAt = bytes.findIndex((byte, at) => byte === 0x10 && bytes[at + 1] === 0x02)
  const endsFramed = bytes.some((byte, at) => at > frameAt && byte === 0x10 && bytes[at + 1] === 0x03)
  if (frameAt === 0 || (frameAt > 0 && endsFramed)) return 'serial'
  return bytes.length > 0 && bytes.every((byte) => byte === 0x06 || byte === 0x15) ? 'serial' : 'tcp'
}

function directionOf(control: number): DecodedMessage['direction'] {
  return findCommand(control)?.sender ?? 'unknown'
}

function describeApdu(apdu: Uint8Array, completes: number | undefined, fault?: string): DecodedMessage {
  const context = completes === undefined ? {} : { completes }
  const original = decodeMessage(apdu, context)
  const redacted = decodeMessage(redactApdu(apdu), context)
  const problems = fault === undefined ? original.problems : [fault, ...original.problems]
  const unknown = findCommand(original.control) === undefined
  return {
    name: messageName(original.control),
    direction: directionOf(original.control),
    fields: addPublishedNames(readFields(original, redacted), original.control),
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
function commandOf(event: FrameEvent): number | undefined {
  if (event.type !== 'apdu') return undefined
  const control = (event.bytes[0] ?? 0) * 256 + (event.bytes[1] ?? 0)
  return control !== COMPLETION && control !== STATUS_INFORMATION && findCommand(control)?.sender === 'to_terminal'
    ? control
    : undefined
}

/** Bytes of one direction or of a whole dialogue as messages for people, card data masked. Never throws. */
export function decodeBytes(bytes: Uint8Array, link?: LinkKind): DecodedMessage[] {
  const framer = createFramer(link ?? detectLink(bytes))
  const events = [...framer.push(bytes), ...framer.expire()]
  let completes: number | undefined
  return events.map((event) => {
    const described = describeEvent(event, completes)
    completes = commandOf(event) ?? completes
    return described
  })
}
