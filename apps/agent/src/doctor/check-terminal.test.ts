import { createVirtualClock, findProtocol } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import { expect, it } from 'vitest'
import type { TerminalConfig } from '../agent-config.ts'
import { translate } from '../local-page/say-finding.ts'
import type { OpenLink } from '../terminals/byte-link.ts'
import { explainSerialError } from '../terminals/serial-problem.ts'
import { createSimulatedTerminal } from '../terminals/simulated-terminal.ts'
import { checkTerminal } from './check-terminal.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt
const parsed = zvt.parseSettings({})
const settings = 'settings' in parsed ? parsed.settings : undefined

const serial: TerminalConfig = {
  key: 'lane-1',
  lane: '1',
  protocol,
  settings,
  link: { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
}
const tcp: TerminalConfig = { ...serial, link: { kind: 'tcp', host: '10.0.0.5', port: 20_007 } }

async function check(terminal: TerminalConfig, makeLink: (clock: ReturnType<typeof createVirtualClock>) => OpenLink) {
  const clock = createVirtualClock()
  const checked = checkTerminal({ terminal, openLink: makeLink(clock), clock, progress() {} })
  let finding: Awaited<typeof checked> | undefined
  void checked.then((value) => {
    finding = value
  })
  for (let step = 0; step < 10_000 && finding === undefined; step += 1) {
    clock.runNext()
    await Promise.resolve()
  }
  // Whatever is found is said on the local page in Chinese, too.
  expect(translate(finding?.message ?? '')).toMatch(/[\u4e00-\u9fff]/)
  return finding
}

function terminalThatAnswers(link: 'serial' | 'tcp', when: (address: TerminalConfig['link']) => boolean) {
  return (clock: ReturnType<typeof createVirtualClock>): OpenLink => {
    const simulator = { link, terminalId: '52500041', merchantNumber: '1', currency: 'EUR', plan: () => APPROVED_AT_ONCE }
    const terminal = createSimulatedTerminal({ protocol, simulator, clock, random: createRandom(1) })
    return (address, handlers) => {
      if (when(address)) return terminal.open(handlers)
      clock.startTimer(1, () => handlers.opened())
      return { write() {}, close() {} }
    }
  }
}

/** A line on which every write is answered with the same bytes. */
function answering(bytes: Uint8Array) {
  return (clock: ReturnType<typeof createVirtualClock>): OpenLink =>
    (_address, handlers) => {
      clock.startTimer(1, () => handlers.opened())
      return {
        write: () => void clock.startTimer(1, () => handlers.received(bytes)),
        close() {},
      }
    }
}

it('finds a terminal that answers, and says who it is', async () => {
  expect(
    await check(
      serial,
      terminalThatAnswers('serial', () => true),
    ),
  ).toMatchObject({
    verdict: 'good',
    message: expect.stringMatching(/^ZVT at \/dev\/ttyUSB0 answers and is ready \(.*terminal id 52500041/),
  })
  expect(
    await check(
      tcp,
      terminalThatAnswers('tcp', () => true),
    ),
  ).toMatchObject({ verdict: 'good' })
})

it('finds the rate at which a silent serial terminal answers', async () => {
  const at115200 = terminalThatAnswers('serial', (address) => address.kind === 'serial' && address.baudRate === 115_200)
  expect(await check(serial, at115200)).toMatchObject({
    verdict: 'bad',
    message: 'The terminal on /dev/ttyUSB0 answers at 115200 baud, configured is 9600. Set serial.baudRate to 115200.',
  })
})

it('tells silence, another protocol and a missing port apart', async () => {
  expect(
    (
      await check(
        serial,
        terminalThatAnswers('serial', () => false),
      )
    )?.message,
  ).toMatch(/opens, but nothing answers on it, at any rate/)
  expect(
    (
      await check(
        tcp,
        terminalThatAnswers('tcp', () => false),
      )
    )?.message,
  ).toMatch(/takes the connection, but says nothing in ZVT/)
  expect((await check(tcp, answering(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))))?.message).toMatch(
    /not in ZVT: .*web server/,
  )
  const missing: OpenLink = (_address, handlers) => {
    handlers.closed({ code: 'port_missing', message: explainSerialError('no such file', '/dev/ttyUSB0').message })
    return { write() {}, close() {} }
  }
  expect(await check(serial, () => missing)).toMatchObject({
    verdict: 'bad',
    message: expect.stringMatching(/^There is no port \/dev\/ttyUSB0: check/),
  })
})
