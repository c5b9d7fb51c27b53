import { cardTypeName } from '../codes/card-types.ts'
import { toHex } from '../hex.ts'
import type { TlvNode, ZvtMessage } from '../message.ts'
import { readBcd, readBcdNumber } from '../values.ts'
import { bcdValue, binaryValue, type Fields, lowerHex, REDACTED, textValue } from './field-values.ts'

type Reader = readonly [name: string, read: (bytes: Uint8Array) => unknown]

/** Data objects that mean the same wherever they stand (PA00P015 9.4, Feig's own from its cVEND manual). */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['1A', ['max_apdu', binaryValue]],
  ['1B', ['diagnosis_type', binaryValue]],
  ['40', ['emv_config', toHex]],
  ['41', ['zvt_card_type_id', binaryValue]],
  ['42', ['application_label', textValue]],
  ['43', ['aid', toHex]],
  ['44', ['application_name', textValue]],
  ['4C', ['uid', lowerHex]],
  ['12', ['line_width', binaryValue]],
  ['1F04', ['receipt_parameter', binaryValue]],
  ['1F05', ['transaction_parameter', binaryValue]],
  ['1F07', ['receipt_type', binaryValue]],
  ['1F0B', ['max_pre_authorisation', bcdValue]],
  ['1F10', ['cardholder_verification', binaryValue]],
  ['1F11', ['online_flag', binaryValue]],
  ['1F12', ['card_technology', binaryValue]],
  ['1F14', ['card_identification_item', () => REDACTED]],
  ['1F15', ['card_reading_control', binaryValue]],
  ['1F16', ['extended_error', lowerHex]],
  ['1F17', ['extended_error_text', textValue]],
  ['1F1F', ['transaction_id', lowerHex]],
  ['1F2B', ['trace_long', bcdValue]],
  ['1F40', ['device_name', textValue]],
  ['1F41', ['software_version', textValue]],
  ['1F42', ['serial', lowerHex]],
  ['1F43', ['device_state', binaryValue]],
  ['1F44', ['terminal_id', bcdValue]],
  ['1F45', ['ats', lowerHex]],
  ['1F4C', ['card_technology_type', binaryValue]],
  ['1F4D', ['sub_type', lowerHex]],
  ['1F4F', ['atqa', lowerHex]],
  ['1F50', ['sak', binaryValue]],
  ['1F60', ['card_type_filter', binaryValue]],
  ['1F62', ['prefix', textValue]],
  ['1F63', ['data', textValue]],
  ['1F73', ['msg_seq_id', readBcd]],
  ['1FF2', ['extended_contactless_detection', binaryValue]],
])

function allNodes(nodes: readonly TlvNode[]): TlvNode[] {
  return nodes.flatMap((node) => [node, ...allNodes(node.children ?? [])])
}

/** A container as plain JSON: hex for values, an object for what holds others, an array for what stands twice. */
function plain(nodes: readonly TlvNode[]): Fields {
  const object: Fields = {}
  for (const node of nodes) {
    const tag = node.tag === '' ? 'unread' : node.tag
    const value = node.children === undefined ? toHex(node.value) : plain(node.children)
    const before = object[tag]
    if (before === undefined) object[tag] = value
    else object[tag] = Array.isArray(before) ? [...before, value] : [before, value]
  }
  return object
}

function valuesIn(nodes: readonly TlvNode[], container: string, tag: string): Uint8Array[] {
  return allNodes(nodes)
    .filter((node) => node.tag === container)
    .flatMap((node) => (node.children ?? []).filter((child) => child.tag === tag).map((child) => child.value))
}

function putList(fields: Fields, name: string, values: readonly unknown[]): void {
  if (values.length > 0) fields[name] = values
}

function fileFields(nodes: readonly TlvNode[]): Fields {
  const files = allNodes(nodes).filter(({ tag }) => tag === '2D')
  const read = files.map((file): Fields => {
    const child = (tag: string) => file.children?.find((node) => node.tag === tag)?.value
    const [id, offset, size, payload] = [child('1D'), child('1E'), child('1F00'), child('1C')]
    return {
      ...(id === undefined ? {} : { file_id: binaryValue(id) }),
      ...(offset === undefined ? {} : { file_offset: binaryValue(offset) }),
      ...(size === undefined ? {} : { file_size: binaryValue(size) }),
      ...(payload === undefined ? {} : { payload_length: payload.length }),
    }
  })
  return read.length === 0 ? {} : { files: read, file_count: read.length, ...read[0] }
}

/** Each application on the card (60), with what it holds. */
function applications(nodes: readonly TlvNode[]): Fields[] {
  return nodes
    .filter(({ tag, children }) => tag === '60' && children !== undefined)
    .map((application) => {
      const child = (tag: string) => application.children?.find((node) => node.tag === tag)?.value
      const [aid, type, name] = [child('43'), child('41'), child('44')]
      return {
        ...(aid === undefined ? {} : { aid: lowerHex(aid) }),
        ...(type === undefined ? {} : { zvt_card_type_id: binaryValue(type) }),
        ...(name === undefined ? {} : { name: textValue(name) }),
      }
    })
}

/** Feig's host configuration (FF41): address, port, one byte. */
function hostFields(nodes: readonly TlvNode[]): Fields {
  const value = allNodes(nodes).find(({ tag }) => tag === 'FF41')?.value
  if (value === undefined || value.length < 6) return {}
  return {
    ip: [...value.subarray(0, 4)].join('.'),
    port: binaryValue(value.subarray(4, 6)),
    ...(value.length > 6 ? { config_byte: value[6] } : {}),
  }
}

function dateTimeFields(nodes: readonly TlvNode[]): Fields {
  const date = allNodes(nodes).find(({ tag }) => tag === '1F0E')?.value
  const time = allNodes(nodes).find(({ tag }) => tag === '1F0F')?.value
  if (date === undefined || time === undefined || date.length !== 4 || time.length !== 3) return {}
  const [day, clock] = [readBcd(date), readBcd(time)]
  return {
    date: day,
    time: clock,
    date_time: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4)}`,
  }
}

/** Lines to print (25) or to show (24); a block may also hold them without a container. */
function lineFields(message: ZvtMessage): Fields {
  const container = message.control === 0x06d3 ? '25' : '24'
  const inside = valuesIn(message.tlv, container, '07')
  const lines = (inside.length > 0 ? inside : message.tlv.filter(({ tag }) => tag === '07').map(({ value }) => value)).map(
    textValue,
  )
  if (lines.length === 0) return {}
  const end = allNodes(message.tlv).findLast(({ tag }) => tag === '09')?.value[0]
  return {
    lines,
    line_count: lines.length,
    text: lines.join('\n'),
    ...(message.control === 0x06d3 ? { complete: end !== undefined && (end & 0x80) !== 0 } : {}),
    ...(message.control === 0x06d3 && end !== undefined ? { eol: end } : {}),
  }
}

/** Names and values of the TLV container. `message` must be redacted; EMV print data comes from `original`. */
export function readTlvFields(message: ZvtMessage, original: ZvtMessage): Fields {
  if (message.tlvIndex === undefined) return {}
  const nodes = allNodes(message.tlv)
  const fields: Fields = { tlv: plain(message.tlv) }
  for (const node of nodes) {
    const reader = READERS.get(node.tag)
    if (reader !== undefined && node.value.length > 0) fields[reader[0]] ??= reader[1](node.value)
  }
  const serial = nodes.find(({ tag }) => tag === '1F42')?.value
  if (serial !== undefined) fields.serial_number = readBcdNumber(serial) ?? lowerHex(serial)
  const cardType = fields.zvt_card_type_id
  const cardTypeWords = typeof cardType === 'number' ? cardTypeName(cardType) : undefined
  if (cardTypeWords !== undefined) fields.zvt_card_type_name = cardTypeWords
  for (const [tag, name] of [
    ['46', 'emv_print_customer'],
    ['47', 'emv_print_merchant'],
  ] as const) {
    const value = allNodes(original.tlv).find((node) => node.tag === tag)?.value
    if (value !== undefined) fields[name] = textValue(value)
  }
  const aids = nodes.filter(({ tag }) => tag === '43').map(({ value }) => lowerHex(value))
  if (message.control === 0x040f) fields.aid_count = aids.length
  putList(fields, 'applications', applications(nodes))
  putList(fields, 'aids', aids)
  putList(fields, 'permitted_commands', valuesIn(message.tlv, '26', '0A').map(toHex))
  putList(
    fields,
    'character_sets',
    valuesIn(message.tlv, '27', '14').map((value) => value[0] ?? 0),
  )
  putList(fields, 'languages', valuesIn(message.tlv, '28', '15').map(textValue))
  return {
    ...fields,
    ...lineFields(message),
    ...fileFields(message.tlv),
    ...hostFields(message.tlv),
    ...dateTimeFields(message.tlv),
  }
}
