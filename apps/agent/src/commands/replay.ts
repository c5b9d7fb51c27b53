import { readFileSync } from 'node:fs'
import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import { describeEvent } from '../payments/describe-event.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

export const replay: Command = {
  usage: 'replay FILE | replay --payment ID [--config FILE] | replay [--config FILE]   [--json]',
  summary:
    'Prints the events of a file (one JSON event a line) or of one payment of the record; without either, the latest payments.',
  async run(args, io) {
    const { values, positionals } = readOptions(args, { payment: { type: 'string' } }, 'any')
    const [file, ...more] = positionals
    if (more.length > 0 || (file !== undefined && values.payment !== undefined))
      throw new UsageError('Give one FILE, or --payment ID.')
    if (file !== undefined) return print(readEventFile(file))
    const config = readConfig(configPath(values.config), terminalProtocols)
    const outbox = openOutboxForReading(outboxPath(config.dataDir))
    try {
      if (values.payment === undefined) {
        const payments = outbox.listPayments(20)
        if (values.json) printJson(io, { payments })
        else
          for (const { id, terminal, openedAtMs, final } of payments)
            io.out(`${new Date(openedAtMs).toISOString()}  ${terminal}  ${id}  ${final ? 'final' : 'open'}`)
        return 0
      }
      const bodies = outbox.eventsOfPayment(values.payment).map(({ body }) => body)
      if (bodies.length === 0) {
        io.err(`The record of this agent has no payment ${values.payment}; it keeps delivered ones for seven days.`)
        return 1
      }
      return print(bodies)
    } finally {
      outbox.close()
    }

    function print(bodies: readonly string[]): number {
      if (values.json) printJson(io, { events: bodies.map((body): unknown => JSON.parse(body)) })
      else for (const body of bodies) for (const line of describeEvent(body)) io.out(line)
      return 0
    }
  },
}

function readEventFile(path: string): readonly string[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  const bodies: string[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    try {
      JSON.parse(line)
    } catch {
      throw new Error(`${path} line ${index + 1} is no JSON event.`)
    }
    bodies.push(line)
  }
  return bodies
}
