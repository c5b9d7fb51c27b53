import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { UsageError } from '../cli-error.ts'
import { protocolNamed } from '../find-protocol.ts'
import { CARD_NAMES, ENDINGS, planFor } from '../simulate/customer.ts'
import { serveSerial } from '../simulate/serve-serial.ts'
import { serveTcp } from '../simulate/serve-tcp.ts'
import type { WhereItAnswers } from '../simulate/simulated-terminal.ts'
import type { CliIo, Verb } from '../verb.ts'

export const simulate: Verb = {
  usage:
    'simulate PROTOCOL (--tcp PORT [--host ADDRESS] | --serial PATH [--baud RATE]) [--ending ENDING] [--card CARD] [--currency EUR] [--speed N] [--json]',
  summary: `A terminal that anybody's client can talk to; ENDING is one of ${ENDINGS.join(', ')} (default: mostly approve), CARD of ${CARD_NAMES.join(', ')} (default: any). --json prints where it answers as one document, all else on standard error.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tcp: { type: 'string' },
        host: { type: 'string', default: '127.0.0.1' },
        serial: { type: 'string' },
        baud: { type: 'string' },
        ending: { type: 'string' },
        card: { type: 'string' },
        currency: { type: 'string', default: 'EUR' },
        speed: { type: 'string', default: '1' },
        json: { type: 'boolean' },
      },
    })
    const protocol = protocolNamed(positionals[0])
    if (positionals.length > 1) throw new UsageError(`"${positionals[1]}" is too much`)
    const random = () => randomInt(2 ** 32) / 2 ** 32
    const plan = planFor({
      ending: values.ending,
      card: values.card,
      speed: numberAbove(0, values.speed, '--speed'),
      random,
    })
    const ready = (where: WhereItAnswers) => {
      if (values.json === true) io.out(JSON.stringify({ protocol: protocol.id, ...where }))
      else if (where.link === 'tcp') io.out(`${protocol.label} terminal listens on ${where.host}:${where.port}; Ctrl-C ends it`)
      else io.out(`${protocol.label} terminal answers on ${where.path} at ${where.baudRate} baud; Ctrl-C ends it`)
    }
    const terminal = {
      protocol,
      plan,
      random,
      clock: systemClock,
      currency: values.currency,
      io: values.json === true ? quiet(io) : io,
      ready,
    }
    if (values.tcp !== undefined && values.serial === undefined) {
      return serveTcp({ ...terminal, host: values.host, port: parsePort(values.tcp) })
    }
    if (values.serial !== undefined && values.tcp === undefined) {
      const baudRate = values.baud === undefined ? protocol.serial?.baudRate : numberAbove(0, values.baud, '--baud')
      return serveSerial({ ...terminal, path: values.serial, baudRate: baudRate ?? 9600 })
    }
    throw new UsageError('say where: --tcp PORT or --serial PATH')
  },
}

/** Standard output is for the one document. */
function quiet(io: CliIo): Pick<CliIo, 'out' | 'err' | 'stop'> {
  return { out: io.err, err: io.err, stop: io.stop }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^[0-9]+$/.test(text) && port <= 65_535) return port
  throw new UsageError(`--tcp is a port from 0 (any free one) to 65535, not "${text}"`)
}

function numberAbove(least: number, text: string, option: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > least) return value
  throw new UsageError(`${option} is a number above ${least}, not "${text}"`)
}
