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
function openTerminal(next: Partial<SimulatedPayment> = {}, currency = 'EUR') {
  const clock = createVirtualClock()
  const heard: string[] = []
  const unplugged: number[] = []
  const simulator = createZvtSimulator(
    {
      link: 'tcp',
      terminalId: '52500041',
      merchantNumber: '100437000000041',
      currency,
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

  it('is not made for a currency that is none', () => {
    expect(() => openTerminal({}, 'XXX')).toThrow('XXX is not one')
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

  it('stops at 06 B0 also before the till has answered the prompt for the card', () => {
    const terminal = openTerminal().register()
    terminal.say(SALE)
    expect(terminal.say('06B000')).toEqual([OK])
    terminal.say(OK)
    expect(terminal.wait(0)[0]).toMatch(/^040F..276C/)
    expect(terminal.say(OK)).toEqual(['061E016C'])
  })

  it('waits for a card as long as bitmap 01 says', () => {
    const terminal = openTerminal({ ending: 'timeout' }).register()
    terminal.say('06010C04000000001000490978' + '010A', OK)
    expect(terminal.wait(9_999)).toEqual([])
    expect(terminal.wait(1)[0]).toMatch(/^040F..276C/)
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

  it('books only what the till says it issued (84 9D), and tells the result again with that amount', () => {
    const terminal = openTerminal().register()
    const result = terminal.untilResult()
    const again = terminal.say('849D0704000000000400')
    expect(again).toEqual([result.replace('04000000001000', '04000000000400')])
    expect(terminal.say(OK)).toEqual(['060F00'])
    expect(terminal.simulator.ledger).toMatchObject([{ state: 'approved', amountMinor: 400 }])
    expect(terminal.say(OK, '0620051234560303')).toEqual([OK, again[0]])
  })

  it.each(['849D00', '849D0704000000001001', '849D0704000000000000'])('takes the payment back after %s', (answer) => {
    const terminal = openTerminal().register()
    terminal.untilResult()
    expect(terminal.say(answer)[0]).toMatch(/^04FF..05/)
  })

  it('says nothing of what ran on an old connection when a new one comes in its place', () => {
    const terminal = openTerminal().register()
    terminal.say(SALE, OK)
    terminal.simulator.linkUp()
    expect(terminal.wait(30_000)).toEqual([])
    expect(terminal.say('0501051234560303')).toEqual([OK, '060F0100'])
  })

  it('numbers nothing on a new connection until it is asked to', () => {
    const terminal = openTerminal()
    terminal.say('06000E12345638097806061F7303000000', OK)
    expect(terminal.say('05010D123456030306061F7303000001')[0]).toBe('80000806061F7303000001')
    terminal.simulator.linkUp()
    expect(terminal.say('06000E12345638097806061F7303000000')).toEqual([OK, '060F1219002952500041490978' + '06061F7303000000'])
  })

  it('waits out a pause between two bytes of one APDU, for TCP knows no T1', () => {
    const terminal = openTerminal()
    terminal.say('0501')
    terminal.wait(1_500)
    expect(terminal.say('051234560303')).toEqual([OK, '060F0100'])
  })

  it.each([
    ['regular length', '060107' + '04000000000000', '84C800'],
    ['no digits', '060107' + '0400000000A000', '848300'],
    ['no amount', '060100', '848300'],
  ])('refuses a payment without an amount: %s', (_, command, answer) => {
    expect(openTerminal().register().say(command)).toEqual([answer])
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

  it.each([
    ['payment receipts only', 'BA', true, false],
    ['admin receipts only', 'BC', false, true],
    ['both', 'BE', true, true],
    ['a till that composes them itself', '3E', false, false],
  ])('prints at the till: %s (config byte %s)', (_, config, payment, admin) => {
    const terminal = openTerminal().register(config)
    terminal.untilResult()
    expect(terminal.say(OK)[0]).toMatch(payment ? /^06D1/ : /^060F/)
    terminal.simulator.linkUp()
    terminal.wait(10_000)
    expect(terminal.say('061003123456', OK, OK, OK).some((apdu) => apdu.startsWith('06D1'))).toBe(admin)
  })

  it('sends blocks only to a till that names 06 D3 among the commands it takes', () => {
    const blocks = openTerminal()
    blocks.say('06000E123456BE0978' + '060626040A0206D3', OK)
    blocks.untilResult()
    expect(blocks.say(OK)[0]).toMatch(/^06D3/)
    const lines = openTerminal()
    lines.say('06000E123456BE0978' + '060626040A0206D1', OK)
    lines.untilResult()
    expect(lines.say(OK)[0]).toMatch(/^06D1/)
  })

  it('goes back to config byte 86 at a log-off: receipts as lines, no progress', () => {
    const terminal = openTerminal().register('38')
    expect(terminal.say('060200')).toEqual([OK])
    expect(terminal.say(SALE)).toEqual(['846B00'])
    const totals = terminal.say('061003123456', OK, OK)
    expect(totals.some((apdu) => apdu.startsWith('04FF'))).toBe(false)
    expect(totals.some((apdu) => apdu.startsWith('06D1'))).toBe(true)
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
