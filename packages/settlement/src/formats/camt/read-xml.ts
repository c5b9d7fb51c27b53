import { SaxesParser } from 'saxes'
import type { Limits } from '../../limits.ts'
import { createDecoder, type Encoding, markedEncoding } from '../../text/encoding.ts'
import { RejectError } from '../../warning.ts'
import type { XmlNode } from './xml-node.ts'

export interface XmlHandler {
  open(node: XmlNode, parent: XmlNode | undefined): void
  /** Answers whether the element stays in its parent; what has been read to the end is let go. */
  close(node: XmlNode, parent: XmlNode | undefined): boolean
}

const CHUNK_BYTES = 64 * 1024
/** Encodings that banks declare; any other is refused rather than guessed. */
const DECLARED: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'windows-1252',
  'iso-8859-2': 'iso-8859-2',
  'iso-8859-15': 'iso-8859-15',
  'windows-1250': 'windows-1250',
  'windows-1252': 'windows-1252',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  gb18030: 'gb18030',
}

/** Feeds the elements of a document, in order, never expanding an entity and never holding more than one open path. */
export function readXml(bytes: Uint8Array, handler: XmlHandler, limits: Limits): void {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const path: XmlNode[] = []
  let start = { line: 1, character: 0 }
  let lastEvent = 0
  parser.on('doctype', () => {
    throw new RejectError('it has a DOCTYPE: ISO 20022 messages have none, and entities are not expanded', parser.line)
  })
  parser.on('error', (error) => {
    throw new RejectError(`it is no well-formed XML: ${reason(error)}`, parser.line)
  })
  parser.on('opentagstart', (tag) => {
    lastEvent = parser.position
    if (path.length >= limits.xmlDepth) throw new RejectError('its elements are nested deeper than any statement', parser.line)
    if (tag.name.length > limits.xmlNameCharacters) throw new RejectError('an element has an endless name', parser.line)
    start = { line: parser.line, character: parser.position - tag.name.length - 2 }
  })
  parser.on('opentag', (tag) => {
    const node: XmlNode = { name: localName(tag.name), at: start, attributes: tag.attributes, children: [], text: '' }
    handler.open(node, path.at(-1))
    path.push(node)
  })
  const addText = (text: string) => {
    lastEvent = parser.position
    const node = path.at(-1)
    if (node === undefined || (node.children.length > 0 && text.trim() === '')) return
    if (node.text.length + text.length > limits.xmlTextCharacters) throw tooLong(parser.line)
    node.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    lastEvent = parser.position
    const node = path.pop()
    const parent = path.at(-1)
    if (node !== undefined && handler.close(node, parent)) parent?.children.push(node)
  })
  const decode = createDecoder(xmlEncoding(bytes))
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    const last = from + CHUNK_BYTES >= bytes.length
    parser.write(decode(bytes.subarray(from, from + CHUNK_BYTES), last))
    // The parser keeps a text until it ends: whoever sends one without an end is stopped here.
    if (parser.position - lastEvent > limits.xmlTextCharacters + CHUNK_BYTES) throw tooLong(parser.line)
  }
  parser.close()
}

function tooLong(line: number): RejectError {
  return new RejectError('one of its elements holds more text than any statement', line)
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

function xmlEncoding(bytes: Uint8Array): Encoding {
  const marked = markedEncoding(bytes)
  if (marked !== undefined) return marked
  const declaration = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/.exec(declaration)?.[1]?.toLowerCase()
  if (declared === undefined) return 'utf-8'
  const known = DECLARED[declared]
  if (known === undefined)
    throw new RejectError(`it is declared to be in an encoding that is not read: ${declared.slice(0, 40)}`, 1)
  return known
}

/** The parser's own words without its position. */
function reason(error: Error): string {
  const text = error.message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '')
  return text.includes('unclosed tag') || text.includes('unexpected end')
    ? 'it ends before its elements do, it is cut off'
    : text.slice(0, 120)
}
