import { parseArgs } from 'node:util'
import type { DecodedMessage, LinkKind, TerminalProtocol } from '@counterfoil/terminals'
import { UsageError } from '../cli-error.ts'
import { protocolNamed } from '../find-protocol.ts'
import type { CliIo, Verb } from '../verb.ts'

/** So much of a value without line breaks is shown to people; `--json` has the whole. */
const SHOWN_CHARACTERS = 240

export const decode: Verb = {
  usage: 'decode PROTOCOL HEX|- [--link serial|tcp] [--json]',
  summary:
    'Prints the messages in the bytes, with their fields and problems; "-" reads one hex string per line, and what a capture of a line gave.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, link: { type: 'string' } },
    })
    const protocol = protocolNamed(positionals[0])
    const link = parseLink(values.link)
    const json = values.json === true
    const hex = positionals.slice(1).join('')
    if (hex === '') throw new UsageError('give the bytes as hex, or "-" to read them from standard input')
    if (hex !== '-') return printDecoded(hex, protocol, link, json, io)
    let worst = 0
    for await (const line of joinLines(io.input)) {
      if (line.startsWith('#')) io.out(json ? '[]' : line)
      else if (line.trim() !== '') worst = Math.max(worst, printDecoded(line, protocol, link, json, io))
      else if (json) io.out(unreadable('an empty line: no bytes'))
    }
    return worst
  },
}

/** A line that ends in `\` goes on in the next one: a long message of a capture. */
async function* joinLines(input: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = ''
  for await (const line of input) {
    if (line.endsWith('\\')) begun += line.slice(0, -1)
    else {
      yield begun + line
      begun = ''
    }
  }
  if (begun !== '') yield begun
}

/** A document per line also for a line that holds no bytes: whoever reads them line by line must not lose count. */
function unreadable(problem: string): string {
  return JSON.stringify([{ name: 'unreadable', direction: 'unknown', fields: {}, problems: [problem] }])
}

function printDecoded(hex: string, protocol: TerminalProtocol, link: LinkKind | undefined, json: boolean, io: CliIo): number {
  const bytes = parseHex(hex)
  if (bytes === undefined) {
    const problem = 'not hex: only 0-9 and A-F in pairs, blanks and colons between them'
    if (json) io.out(unreadable(problem))
    else io.err(problem)
    return 2
  }
  const messages = protocol.decode(bytes, link)
  if (json) io.out(JSON.stringify(messages.map(forPrograms)))
  else for (const message of messages) printForPeople(message, io)
  return 0
}

function forPrograms({ name, direction, fields, aliases, problems }: DecodedMessage): DecodedMessage {
  return { name, direction, fields: { ...fields, ...aliases }, problems }
}

function printForPeople(message: DecodedMessage, io: CliIo): void {
  const arrow = { to_terminal: '→ terminal', from_terminal: '← terminal', either: '↔', unknown: '' }[message.direction]
  io.out(`${message.name} ${arrow}`.trimEnd())
  const { lines } = message.fields
  for (const [name, value] of Object.entries(message.fields)) {
    // The text is the lines in one piece.
    if (name === 'text' && Array.isArray(lines)) continue
    for (const line of shown(name, value)) io.out(line)
  }
  for (const problem of message.problems) io.out(`  ! ${problem}`)
}

function shown(name: string, value: unknown): string[] {
  if (name.includes('password')) return [`    ${name}: (given, not shown)`]
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return [`    ${name}:`, ...value.map((each: string) => `      ${each}`.trimEnd())]
  }
  const [first = '', ...more] = (typeof value === 'string' ? value : JSON.stringify(value)).split(/\r\n|\r|\n/)
  if (more.length > 0) return [`    ${name}:`, ...[first, ...more].map((each) => `      ${each}`.trimEnd())]
  const rest = first.length - SHOWN_CHARACTERS
  return [`    ${name}: ${rest > 0 ? `${first.slice(0, SHOWN_CHARACTERS)}… (${rest} more)` : first}`.trimEnd()]
}

function parseHex(text: string): Uint8Array | undefined {
  const digits = text.replace(/[\s:]/g, '')
  if (digits === '' || digits.length % 2 !== 0 || !/^[0-9a-fA-F]+$/.test(digits)) return undefined
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

function parseLink(link: string | undefined): LinkKind | undefined {
  if (link === undefined || link === 'serial' || link === 'tcp') return link
  throw new UsageError(`--link is serial or tcp, not "${link}"`)
}
