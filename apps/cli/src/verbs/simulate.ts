import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { UsageError } from '../cli-error.ts'
import { protocolNamed } from '../find-protocol.ts'
import { ENDINGS, planFor } from '../simulate/customer.ts'
import { serveSerial } from '../simulate/serve-serial.ts'
import { serveTcp } from '../simulate/serve-tcp.ts'
import type { Verb } from '../verb.ts'

export const simulate: Verb = {
  usage:
    'simulate PROTOCOL (--tcp PORT [--host ADDRESS] | --serial PATH [--baud RATE]) [--ending ENDING] [--currency EUR] [--speed N]',
  summary: `A terminal that anybody's client can talk to; ENDING is one of ${ENDINGS.join(', ')} (default: mostly approve).`,
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
        currency: { type: 'string', default: 'EUR' },
        speed: { type: 'string', default: '1' },
      },
    })
    const protocol = protocolNamed(positionals[0])
    const random = () => randomInt(2 ** 32) / 2 ** 32
    const plan = planFor({ ending: values.ending, speed: numberAbove(0, values.speed, '--speed'), random })
    const terminal = { protocol, plan, random, clock: systemClock, currency: values.currency, io }
    if (values.tcp !== undefined && values.serial === undefined) {
      return serveTcp({ ...terminal, host: values.host, port: numberAbove(-1, values.tcp, '--tcp') })
    }
    if (values.serial !== undefined && values.tcp === undefined) {
      const baudRate = values.baud === undefined ? protocol.serial?.baudRate : numberAbove(0, values.baud, '--baud')
      return serveSerial({ ...terminal, path: values.serial, baudRate: baudRate ?? 9600 })
    }
    throw new UsageError('say where: --tcp PORT or --serial PATH')
  },
}

function numberAbove(least: number, text: string, option: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > least) return value
  throw new UsageError(`${option} is a number above ${least}, not "${text}"`)
}
