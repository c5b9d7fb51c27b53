import { intermediateStatus } from '../codes/intermediate-status.ts'
import { resultText } from '../codes/result-codes.ts'
import { terminalState } from '../codes/terminal-status.ts'
import type { ZvtMessage } from '../message.ts'
import { currencyLetters, readBcd, readBcdNumber } from '../values.ts'
import { bcdValue, binaryValue, type Fields, textValue } from './field-values.ts'

const PASSWORD_BYTES = 3

function resultFields(code: number): Fields {
  return { result: code, result_text: resultText(code) ?? 'unknown code' }
}

function currencyFields(bytes: Uint8Array): Fields {
  if (bytes.length < 2) return {}
  const letters = currencyLetters(readBcdNumber(bytes) ?? 0)
  return { currency: bcdValue(bytes.subarray(0, 2)), ...(letters === undefined ? {} : { currency_letters: letters }) }
}

function registrationFields(head: Uint8Array): Fields {
  return {
    ...(head.length > PASSWORD_BYTES ? { config: head[PASSWORD_BYTES] } : {}),
    ...currencyFields(head.subarray(PASSWORD_BYTES + 1)),
  }
}

/** Feig's system information: fixed widths, battery voltage only where it is measured. */
function systemInformation(head: Uint8Array): Fields {
  const text = textValue(head)
  const battery = text.length > 37 ? text.slice(33, 37) : ''
  return {
    device_id: text.slice(0, 8),
    sw_version: text.slice(8, 25),
    terminal_id: text.slice(25, 33),
    battery_voltage: battery,
    temperature: text.slice(33 + battery.length),
  }
}

function completionFields(head: Uint8Array): Fields {
  if (head.length === 0) return {}
  if (head.length >= 36 && (head[0] ?? 0) < 0xf0) return systemInformation(head)
  const status = head[head.length - 1] ?? 0
  const state = terminalState(status)
  return {
    ...(head.length > 1 ? { sw_version: textValue(head.subarray(3, head.length - 1)) } : {}),
    terminal_status: status,
    terminal_condition: state.condition,
    ...(state.reason === undefined ? {} : { terminal_reason: state.reason }),
  }
}

function statusFields(head: Uint8Array): Fields {
  const code = head[0]
  if (code === undefined) return {}
  const known = intermediateStatus(code)
  const timeout = head[1]
  return {
    status: code,
    ...(known === undefined ? { status_text: 'unknown status' } : { status_text: known.text, prompt: known.prompt }),
    ...(timeout === undefined ? {} : { timeout_minutes: bcdValue(Uint8Array.of(timeout)) }),
  }
}

/** Attribute byte of a printed line (PA00P015 3.5). */
function printLineFields(head: Uint8Array): Fields {
  const attribute = head[0]
  if (attribute === undefined) return {}
  const feed = attribute === 0xff
  return {
    attribute,
    text: feed ? '' : textValue(head.subarray(1)),
    centred: !feed && (attribute & 0x40) !== 0,
    double_width: !feed && (attribute & 0x20) !== 0,
    double_height: !feed && (attribute & 0x10) !== 0,
    last_line: !feed && attribute > 0x80,
    ...(feed ? { line_feeds: head[1] ?? 0 } : {}),
  }
}

function refusalFields(message: ZvtMessage): Fields {
  // The code stands in the instruction byte; 84 1E carries it as data (PA00P015 chapter 1, replies).
  const code = message.head[0] ?? message.control & 0xff
  return { ...resultFields(code), ...currencyFields(message.head.subarray(1)) }
}

/** Commands whose head is a password and nothing else. */
function passwordFields(head: Uint8Array): Fields {
  return head.length >= PASSWORD_BYTES ? { password: readBcd(head.subarray(0, PASSWORD_BYTES)) } : {}
}

/** Names and values of the fixed fields before the bitmaps. */
export function readHeadFields(message: ZvtMessage): Fields {
  const { control, head } = message
  if (control === 0x8400) return {}
  if (control >>> 8 === 0x84) return refusalFields(message)
  switch (control) {
    case 0x04ff:
      return statusFields(head)
    case 0x0600:
      return { ...passwordFields(head), ...registrationFields(head) }
    case 0x060f:
      return completionFields(head)
    case 0x061e:
      return head[0] === undefined ? {} : { ...resultFields(head[0]), ...currencyFields(head.subarray(1)) }
    case 0x06c0:
      return head[0] === undefined ? {} : { timeout_s: head[0] }
    case 0x06d1:
      return printLineFields(head)
    case 0x06d9:
    case 0x06da:
    case 0x06dd:
      return { data_length: head.length }
    case 0x0695:
      return { ...passwordFields(head), ...(head.length >= 6 ? { new_password: readBcd(head.subarray(3, 6)) } : {}) }
    case 0x0830:
      return head[0] === undefined ? {} : { language: head[0] }
    case 0x0840:
      return head[0] === undefined ? {} : { baud_rate: BAUD_RATES.get(head[0]) ?? 'unknown', baud_rate_code: head[0] }
    case 0x0850:
      return head[0] === undefined ? {} : { activate: head[0] }
    case 0x0fa1:
      return {
        ...(head.length > 2 ? passwordFields(head) : {}),
        instruction: binaryValue(head.subarray(-2)),
        instr: binaryValue(head.subarray(-2)),
      }
    default:
      return passwordFields(head)
  }
}

/** Codes of 08 40 (PA00P016 1.1). */
const BAUD_RATES: ReadonlyMap<number, number> = new Map([
  [0x00, 9600],
  [0x01, 19_200],
  [0x06, 57_600],
  [0x07, 115_200],
])
