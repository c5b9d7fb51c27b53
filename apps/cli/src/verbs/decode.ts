import { parseArgs } from 'node:util'
import type { DecodedMessage, LinkKind, TerminalProtocol } from '@counterfoil/terminals'
import { UsageError } from '../cli-error.ts'
import { protocolNamed } from '../find-protocol.ts'
import type { CliIo, Verb } from '../verb.ts'

export const decode: Verb = {
  usage: 'decode PROTOCOL HEX|- [--link serial|tcp] [--json]',
  summary: 'Prints the messages in the bytes, with their fields and problems; "-" reads one hex string per line.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, link: { type: 'string' } },
    })
    const protocol = protocolNamed(positionals[0])
    const link = parseLink(values.link)
    const hex = positionals.slice(1).join('')
    if (hex === '') throw new UsageError('give the bytes as hex, or "-" to read them from standard input')
    const print = (text: string) => printDecoded(text, protocol, link, values.json === true, io)
    if (hex !== '-') return print(hex)
    let worst = 0
    for await (const line of io.input) {
      if (line.trim() !== '') worst = Math.max(worst, print(line))
    }
    return worst
  },
}

function printDecoded(hex: string, protocol: TerminalProtocol, link: LinkKind | undefined, json: boolean, io: CliIo): number {
  const bytes = parseHex(hex)
  if (bytes === undefined) {
    // A document per line also for a bad line: whoever reads them line by line must not lose count.
    const problem = 'not hex: only 0-9 and A-F in pairs, blanks and colons between them'
    if (json) io.out(JSON.stringify([{ name: 'unreadable', direction: 'unknown', fields: {}, problems: [problem] }]))
    else io.err(problem)
    return 2
  }
  const messages = protocol.decode(bytes, link)
  if (json) io.out(JSON.stringify(messages))
  else for (const message of messages) printForPeople(message, io)
  return 0
}

function printForPeople(message: DecodedMessage, io: CliIo): void {
  const arrow = { to_terminal: '→ terminal', from_terminal: '← terminal', either: '↔', unknown: '' }[message.direction]
  io.out(`${message.name} ${arrow}`.trimEnd())
  for (const [name, value] of Object.entries(message.fields)) {
    io.out(`    ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  }
  for (const problem of message.problems) io.out(`  ! ${problem}`)
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
