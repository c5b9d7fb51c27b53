import { describe, expect, it } from 'vitest'
import type { SimulatedPayment } from '../../terminal-simulator.ts'
import { APPROVED_AT_ONCE } from '../../testing/driver-pair.ts'
import { createVirtualClock } from '../../testing/virtual-clock.ts'
import { fromHex, toHex } from '../hex.ts'
import { createZvtSimulator } from './simulator.ts'

const OK = '800000'
const REGISTRATION = '060006123456380978'
const SALE = '06010A04000000001000490978'

/** A terminal over TCP and a till that answers nothing by itself. */
function openTerminal(next: Partial<SimulatedPayment> = {}) {
  const clock = createVirtualClock()
  const heard: string[] = []
  const unplugged: number[] = []
  const simulator = createZvtSimulator(
    {
      link: 'tcp',
      terminalId: '52500041',
      merchantNumber: '100437000000041',
      currency: 'EUR',
      plan: () => ({ ...APPROVED_AT_ONCE, presentMs: 1_000, hostMs: 1_000, ...next }),
    },
    { clock, random: () => 0.5, write: (bytes) => heard.push(toHex(bytes)), unplug: (forMs) => unplugged.push(forMs) },
  )
  simulator.linkUp()
  const terminal = {
    clock,
    simulator,
    unplugged,
    /** Sends, and returns what the terminal wrote since the last time. */
    say(...apdus: readonly string[]): string[] {
      for (const apdu of apdus) simulator.received(fromHex(apdu))
      return heard.splice(0)
    },
    wait(ms: number): string[] {
      clock.advance(ms)
      return heard.splice(0)
    },
    register(config = '38') {
      terminal.say(`060006123456${config}0978`, OK)
      return terminal
    },
    /** Runs a sale up to its unanswered 04 0F, whose bytes it returns. */
    untilResult(): string {
      terminal.say(SALE, OK)
      terminal.wait(1_000)
      terminal.say(OK)
      terminal.wait(1_000)
      return terminal.say(OK).at(-1) ?? ''
    },
  }
  return terminal
}

describe('simulated ZVT terminal', () => {
  it('registers: accepts, then completes with status, terminal id and currency', () => {
    expect(openTerminal().say(REGISTRATION)).toEqual([OK, '060F0A19002952500041490978'])
  })

  it('refuses a currency it does not have', () => {
    expect(openTerminal().say('060006123456380756')).toEqual(['841E036F0978'])
  })

  it('takes no payment before a registration', () => {
    expect(openTerminal().say(SALE)).toEqual(['846B00'])
  })

  it('tells what it waits for only when the registration asked for it', () => {
    expect(openTerminal().register().say(SALE)).toEqual([OK, expect.stringMatching(/^04FF..0A01/)])
    expect(openTerminal().register('30').say(SALE)).toEqual([OK])
  })

  it('is busy in mid-payment: a status enquiry is answered 9C while the payment goes on', () => {
    const terminal = openTerminal().register()
    terminal.say(SALE)
    expect(terminal.say('0501051234560303')).toEqual([OK, '060F019C'])
    expect(terminal.say(SALE)).toEqual(['849C00'])
  })

  it('stops at 06 B0 while it waits for the card, and answers 84 83 once the host is asked', () => {
    const early = openTerminal().register()
    early.say(SALE, OK)
    expect(early.say('06B000')).toEqual([OK])
    expect(early.wait(0)[0]).toMatch(/^040F..276C/)
    expect(early.say(OK)).toEqual(['061E016C'])
    const late = openTerminal().register()
    late.say(SALE, OK)
    late.wait(1_000)
    late.say(OK)
    expect(late.say('06B000')).toEqual(['848300'])
  })

  it('gives up after 30 s without a card', () => {
    const terminal = openTerminal({ ending: 'timeout' }).register()
    terminal.say(SALE, OK)
    expect(terminal.wait(29_999)).toEqual([])
    expect(terminal.wait(1)[0]).toMatch(/^040F..276C/)
  })

  it('repeats a result answered by 84 9C every two seconds, as often as bitmap 02 says, then reverses', () => {
    const terminal = openTerminal().register()
    terminal.say('06010C04000000001000490978' + '0202', OK)
    terminal.wait(1_000)
    terminal.say(OK)
    terminal.wait(1_000)
    const result = terminal.say(OK).at(-1) ?? ''
    expect(result).toMatch(/^040F..2700/)
    expect(terminal.say('849C00')).toEqual([])
    expect(terminal.wait(2_000)).toEqual([result])
    expect(terminal.say('849C00')[0]).toMatch(/^04FF..05/)
    terminal.say(OK)
    expect(terminal.wait(2_000)[0]).toMatch(/^040F..276C/)
    expect(terminal.say(OK)).toEqual(['061E016C'])
    expect(terminal.simulator.ledger).toMatchObject([{ state: 'reversed' }])
  })

  it.each([
    ['refused', (terminal: ReturnType<typeof openTerminal>) => terminal.say('846600')],
    ['not answered for 5 s', (terminal: ReturnType<typeof openTerminal>) => terminal.wait(5_000)],
  ])('reverses by itself when its result is %s', (_, answer) => {
    const terminal = openTerminal().register()
    terminal.untilResult()
    expect(answer(terminal)[0]).toMatch(/^04FF..05/)
    terminal.say(OK)
    terminal.wait(2_000)
    expect(terminal.simulator.ledger).toMatchObject([{ state: 'reversed' }])
    expect(terminal.say(OK, OK, '0620051234560303')).toEqual(expect.arrayContaining([OK, '060F00']))
  })

  it('keeps a payment whose result was accepted, whatever happens to its completion', () => {
    const terminal = openTerminal().register()
    const result = terminal.untilResult()
    expect(terminal.say(OK)).toEqual(['060F00'])
    terminal.simulator.linkDown()
    terminal.wait(10_000)
    terminal.simulator.linkUp()
    expect(terminal.simulator.ledger).toMatchObject([{ state: 'approved' }])
    expect(terminal.say('0620051234560303')).toEqual([OK, result])
  })

  it('carries no more of a card number than first six and last four', () => {
    expect(openTerminal().register().untilResult()).toContain('22F0F8476173EEEEEE0119')
  })

  it('reverses once, and only what it knows', () => {
    const terminal = openTerminal().register()
    terminal.untilResult()
    terminal.say(OK, OK)
    expect(terminal.say('063006123456870099')).toEqual(['84B500'])
    terminal.say('063006123456870001', OK)
    terminal.wait(1_000)
    terminal.say(OK, OK, OK)
    expect(terminal.simulator.ledger.map((entry) => entry.state)).toEqual(['reversed', 'approved'])
    expect(terminal.say('063006123456870001')).toEqual(['84B400'])
  })

  it('prints what the registration asks for, and undoes a payment whose receipt is not taken', () => {
    const terminal = openTerminal().register('BE')
    terminal.untilResult()
    expect(terminal.say(OK)[0]).toMatch(/^06D1/)
    expect(terminal.say('84CC00')[0]).toMatch(/^04FF..05/)
    terminal.say(OK)
    terminal.wait(2_000)
    expect(terminal.simulator.ledger).toMatchObject([{ state: 'reversed' }])
  })

  it('takes the date and time it is given', () => {
    const terminal = openTerminal().register()
    expect(terminal.say('06910B123456AA2712310C235901', OK)).toEqual([OK, '060F00'])
    terminal.simulator.received(fromHex(SALE))
    expect(terminal.untilResult()).toContain('0C23590')
  })

  it('does not know what it does not know', () => {
    expect(openTerminal().register().say('06C00105', '082000', '06AA00')).toEqual(['848300', '848300', '848300'])
  })
})
