import type { LineDirection, LineReader, SeenMessage } from '../../line-reader.ts'
import { findCommand } from '../codes/commands.ts'
import { commandOf, FAULTS } from '../decode-for-people.ts'
import { decodeMessage } from '../decode-message.ts'
import { readFields } from '../fields/read-fields.ts'
import { createFramer } from '../frame-codec.ts'
import type { FrameEvent } from '../frame-event.ts'
import { toHex } from '../hex.ts'
import { messageName } from '../message.ts'
import { redactBytes } from '../redact.ts'
import { hideMessage } from './hide-message.ts'
import { NO_TAIL } from './hide-texts.ts'

/** Said twice: in the hex, or in the fields these are made of. */
const LEFT_OUT: ReadonlySet<string> = new Set(['tlv', 'unread', 'result_text', 'status_text', 'line_count', 'aids', 'file_count'])
const TEXTS = ['lines', 'display_lines', 'extended_error_text', 'additional_text'] as const

/** Listens to one ZVT line: cuts each direction into messages and hides what `hideMessage` hides before it lets them go. */
export function createZvtLineReader(link: 'serial' | 'tcp'): LineReader {
  const framers = { to_terminal: createFramer(link), from_terminal: createFramer(link) }
  /** A number may go on in the next line that is printed. */
  const tails = { to_terminal: NO_TAIL, from_terminal: NO_TAIL }
  let completes: number | undefined

  function see(direction: LineDirection, event: FrameEvent): SeenMessage {
    switch (event.type) {
      case 'apdu': {
        const message = seeApdu(direction, event.bytes)
        completes = commandOf(event) ?? completes
        return message
      }
      case 'ack':
        return { name: 'ack', bytes: 1, hex: '06', fields: {}, problems: [] }
      case 'nak':
        return { name: 'nak', bytes: 1, hex: '15', fields: {}, problems: [] }
      case 'bad_frame':
        return unreadable(event.bytes, FAULTS[event.why])
      case 'discarded':
        return unreadable(event.bytes, event.why)
      default:
        return event satisfies never
    }
  }

  function seeApdu(direction: LineDirection, bytes: Uint8Array): SeenMessage {
    const { apdu, tail } = hideMessage(bytes, completes, tails[direction])
    tails[direction] = tail
    const hidden = decodeMessage(apdu, completes === undefined ? {} : { completes })
    const isKnown = findCommand(hidden.control) !== undefined
    return {
      name: messageName(hidden.control),
      bytes: apdu.length,
      hex: toHex(apdu),
      fields: isKnown ? shown(readFields(hidden, hidden)) : {},
      problems: isKnown ? hidden.problems : ['this command is not in the specification: all of its data is hidden'],
    }
  }

  return {
    push: (direction, chunk) => framers[direction].push(chunk).map((event) => see(direction, event)),
    expire: (direction) => framers[direction].expire().map((event) => see(direction, event)),
  }
}

/** Of bytes that do not decode only their number stays, and the first eight without their digits. */
function unreadable(bytes: Uint8Array, why: string): SeenMessage {
  const { length, head } = redactBytes(bytes)
  return { name: 'unreadable', bytes: length, fields: { head }, problems: [why] }
}

function shown(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const isSaid = TEXTS.some((name) => name in fields)
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== false && !LEFT_OUT.has(name) && !(name === 'text' && isSaid)),
  )
}
