import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyPair } from '@counterfoil/audit'
import { AgentEvent } from '@counterfoil/protocol'
import { createVirtualClock, findProtocol, type SimulatedPayment, type TerminalFact } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import { describe, expect, it } from 'vitest'
import { AGENT_ID, connectInMemory, createStubHub, HUB_ID } from '../tests/support/stub-hub.ts'
import { createAgent } from './agent.ts'
import { type AgentConfig, addressText } from './agent-config.ts'
import { silentLog } from './log.ts'
import { createIdSource } from './new-id.ts'
import { openOutbox } from './outbox/open-outbox.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { PaymentOrder } from './payments/payment-desk.ts'
import { createSimulatedTerminal } from './terminals/simulated-terminal.ts'

const keys = createKeyPair()
const identity = {
  agentId: AGENT_ID,
  hubId: HUB_ID,
  hubUrl: 'http://127.0.0.1:4000',
  store: { code: 'BER-1', name: 'Berlin' },
  epoch: 1,
  publicKey: keys.publicKey,
  privateKey: keys.privateKey,
}
const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const parsed = zvt.parseSettings({})
const settings = 'settings' in parsed ? parsed.settings : undefined

const config: AgentConfig = {
  name: 'Berlin',
  dataDir: '/nowhere',
  logLevel: 'silent',
  terminals: ['1', '2'].map((lane) => ({
    key: `lane-${lane}`,
    lane,
    protocol: zvt,
    link: { kind: 'tcp', host: `terminal-${lane}`, port: 20_007 },
    settings,
  })),
}
const order = (more: Partial<PaymentOrder> = {}): PaymentOrder => ({
  lane: '1',
  kind: 'sale',
  amountMinor: 1_250,
  currency: 'EUR',
  basket: 'B-1',
  ...more,
})

function createWorld(path = ':memory:', onWire: (chunk: Uint8Array) => Uint8Array = (chunk) => chunk) {
  const clock = createVirtualClock()
  const random = createRandom(7)
  const newId = createIdSource(clock.nowMs, (count) => Uint8Array.from({ length: count }, () => Math.floor(random() * 256)))
  const hub = createStubHub(keys.publicKey, clock.nowMs)
  const { connectHub } = connectInMemory(hub, clock)
  let planned: SimulatedPayment = APPROVED_AT_ONCE
  const terminals = new Map(
    config.terminals.map((terminal) => [
      addressText(terminal.link),
      createSimulatedTerminal({
        protocol: zvt as NonNullable<typeof zvt>,
        simulator: {
          link: 'tcp',
          terminalId: '52500041',
          merchantNumber: '100437000000041',
          currency: 'EUR',
          plan: () => planned,
          merchantName: 'Test',
        },
        clock,
        random,
      }),
    ]),
  )
  const outbox = openOutbox({ path, epoch: 1 })
  const startAgent = (from: Outbox = outbox) => {
    const agent = createAgent({
      config,
      identity,
      clock,
      random,
      newId,
      outbox: from,
      connectHub,
      log: silentLog,
      platform: 'test',
      openLink: (address, handlers) => {
        const terminal = terminals.get(addressText(address))
        if (terminal === undefined) throw new Error('no such terminal')
        return terminal.open({ ...handlers, received: (chunk) => handlers.received(onWire(chunk)) })
      },
    })
    void agent.start()
    return agent
  }
  const terminal = (lane: string) => {
    const found = terminals.get(`terminal-${lane}:20007`)
    if (found === undefined) throw new Error('no such lane')
    return found
  }
  return {
    clock,
    hub,
    outbox,
    startAgent,
    terminal,
    plan(next: Partial<SimulatedPayment>) {
      planned = { ...APPROVED_AT_ONCE, ...next }
    },
    kinds: () => hub.events.map((event) => event.kind),
    finals: () =>
      hub.events.filter(
        (event): event is Extract<TerminalFact, { kind: 'payment.finalised' }> & Record<string, unknown> =>
          event.kind === 'payment.finalised',
      ),
  }
}

const from = (idempotencyKey: string) => ({ till: 'till-1', idempotencyKey })

describe('createAgent', () => {
  it('takes a sale from the till to the hub, every event in the form of the wire', () => {
    const { clock, hub, startAgent, kinds, finals } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    expect(agent.status().terminals.map(({ condition }) => condition)).toEqual(['ready', 'ready'])
    const answer = agent.desk.place(order(), from('a'))
    expect(answer).toMatchObject({ accepted: true, repeated: false, payment: { state: 'open', basket: 'B-1', lane: '1' } })
    clock.advance(20_000)
    expect(finals()).toMatchObject([
      { outcome: 'approved', amountMinor: 1_250, recovered: false, result: { method: { scheme: 'visa' } } },
    ])
    expect(kinds().slice(0, 2)).toEqual(['agent.started', 'agent.configured'])
    for (const event of hub.events) expect(AgentEvent.safeParse(event).error?.issues).toBeUndefined()
    expect(answer.accepted && agent.desk.find(answer.payment.id)).toMatchObject({
      till: 'till-1',
      payment: { state: 'final', outcome: 'approved' },
    })
    expect(agent.status().waiting.events).toBe(0)
  })

  it('gives the same payment for the same key and order, and refuses another order with it', () => {
    const { clock, terminal, startAgent } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    const first = agent.desk.place(order(), from('a'))
    const again = agent.desk.place(order(), from('a'))
    expect(first.accepted && again.accepted && again.repeated && again.payment.id === first.payment.id).toBe(true)
    expect(agent.desk.place(order({ amountMinor: 1 }), from('a'))).toMatchObject({
      accepted: false,
      code: 'idempotency_conflict',
    })
    expect(agent.desk.place(order(), from('b'))).toMatchObject({ accepted: false, code: 'busy' })
    clock.advance(20_000)
    expect(agent.desk.place(order(), from('a'))).toMatchObject({ accepted: true, repeated: true, payment: { state: 'final' } })
    // A refused key was not used up.
    expect(agent.desk.place(order(), from('b'))).toMatchObject({ accepted: true, repeated: false })
    clock.advance(20_000)
    expect(terminal('1').simulator.ledger).toHaveLength(2)
  })

  it('reverses an approved payment of the same terminal by its receipt, and nothing else', () => {
    const { clock, startAgent, finals, terminal } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    const sale = agent.desk.place(order(), from('sale'))
    const parent = sale.accepted ? sale.payment.id : ''
    expect(agent.desk.place(order({ kind: 'reversal', parent, lane: '2' }), from('r0'))).toMatchObject({
      code: 'parent_not_reversible',
    })
    clock.advance(20_000)
    expect(agent.desk.place(order({ kind: 'reversal' }), from('r1'))).toMatchObject({ code: 'parent_needed' })
    expect(agent.desk.place(order({ kind: 'reversal', parent, amountMinor: 1 }), from('r2'))).toMatchObject({
      code: 'parent_not_reversible',
    })
    expect(agent.desk.place(order({ kind: 'reversal', parent }), from('r3'))).toMatchObject({ accepted: true })
    clock.advance(20_000)
    expect(finals().at(-1)).toMatchObject({ paymentKind: 'reversal', outcome: 'approved' })
    expect(terminal('1').simulator.ledger.map(({ state }) => state)).toContain('reversed')
  })

  it('takes up after a restart what it left open, and never charges twice', () => {
    const { clock, plan, outbox, startAgent, finals, terminal, hub } = createWorld()
    const first = startAgent()
    clock.advance(10_000)
    plan({ presentMs: 4_000 })
    first.desk.place(order(), from('a'))
    clock.advance(2_000)
    // The process is killed: nothing is said to anybody. The card is presented meanwhile.
    void first.stop()
    clock.advance(10_000)
    const second = startAgent(outbox)
    clock.advance(120_000)
    expect(terminal('1').simulator.ledger.filter(({ state }) => state === 'approved').length).toBeLessThanOrEqual(1)
    expect(finals()).toHaveLength(1)
    expect(finals()[0]?.outcome === 'approved').toBe(terminal('1').simulator.ledger.some(({ state }) => state === 'approved'))
    expect(hub.events.filter(({ kind }) => kind === 'agent.started')).toHaveLength(2)
    expect(second.status().terminals[0]?.openPayment).toBeUndefined()
  })

  it('says that a cable was pulled, goes on with the other lane, and comes back by itself', () => {
    const { clock, startAgent, terminal, hub } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    terminal('1').unplug(60_000)
    clock.advance(5_000)
    expect(agent.status().terminals.map(({ condition }) => condition)).toEqual(['unreachable', 'ready'])
    expect(hub.events.findLast(({ kind }) => kind === 'terminal.condition')).toMatchObject({
      terminal: 'lane-1',
      condition: 'unreachable',
      reason: 'port_gone',
    })
    expect(agent.desk.place(order(), from('a'))).toMatchObject({ accepted: false, code: 'not_ready' })
    expect(agent.desk.place(order({ lane: '2' }), from('b'))).toMatchObject({ accepted: true })
    clock.advance(120_000)
    expect(agent.status().terminals.map(({ condition }) => condition)).toEqual(['ready', 'ready'])
  })

  it('does not start a payment that cannot be recorded', () => {
    const { clock, outbox, startAgent, terminal } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    outbox.append = () => {
      throw new Error('disk full')
    }
    expect(agent.desk.place(order(), from('a'))).toMatchObject({ accepted: false, code: 'journal_failed' })
    clock.advance(60_000)
    expect(terminal('1').simulator.ledger).toEqual([])
  })

  it('tells prompts and states to whoever listens', () => {
    const { clock, startAgent } = createWorld()
    const agent = startAgent()
    clock.advance(10_000)
    const answer = agent.desk.place(order(), from('a'))
    const news: string[] = []
    const id = answer.accepted ? answer.payment.id : ''
    agent.desk.subscribe(id, (item) => news.push(item.type === 'prompt' ? item.prompt.code : item.payment.state))
    clock.advance(20_000)
    expect(news).toContain('insert_card')
    expect(news.at(-1)).toBe('final')
  })

  it('leaves no card number on disk after a day of payments of every ending', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'agent-day-')), 'outbox.db')
    let sentInFull = 0
    const { clock, plan, outbox, startAgent, finals } = createWorld(path, (chunk) => {
      // The simulator masks its cards as a careful terminal does; this one is careless.
      const hex = Buffer.from(chunk).toString('hex').replaceAll('476173eeeeee0119', CARD)
      if (hex.includes(CARD)) sentInFull += 1
      return Buffer.from(hex, 'hex')
    })
    const agent = startAgent()
    const endings = [
      'approve',
      'decline',
      'cancel',
      'timeout',
      'unplug_before_result',
      'unplug_after_result',
      'garbage',
      'busy',
      'silent',
      'printer',
    ] as const
    for (let count = 0; count < 60; count += 1) {
      clock.advance(10 * 60_000)
      plan({ ending: endings[count % endings.length] ?? 'approve', card: { first6: '476173', last4: '0119' } })
      agent.desk.place(order({ lane: count % 2 === 0 ? '1' : '2', amountMinor: 100 + count }), from(`day-${count}`))
    }
    clock.advance(3_600_000)
    expect(finals().length).toBeGreaterThan(20)
    expect(sentInFull).toBeGreaterThan(20)
    void agent.stop()
    outbox.close()
    const folder = join(path, '..')
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(files.flatMap(findCardNumbers)).toEqual([])
    // The card this terminal kept sending, as digits, inside hex, and as hex of its digits.
    for (const form of [CARD, Buffer.from(CARD).toString('hex')]) expect(files.filter((text) => text.includes(form))).toEqual([])
    expect(files.join('')).toContain('476173')
  })
})

const CARD = '4761739001010119'
/** Visa, Mastercard, Amex, Discover and UnionPay, JCB, Diners: times in milliseconds and hex of text look like none of them. */
const ISSUED = /^(4(\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6\d{15,18}|35\d{14}|3[0689]\d{12})$/

/** Whole runs of digits that are a card number by length, first digits and check digit. */
function findCardNumbers(text: string): string[] {
  return [...text.matchAll(/(?<![0-9A-Fa-f])\d{13,19}(?![0-9A-Fa-f])/g)]
    .map(([run]) => run)
    .filter((digits) => ISSUED.test(digits) && passesLuhn(digits))
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

describe('findCardNumbers', () => {
  it('finds a card number where there is one', () => {
    expect(findCardNumbers(`{"x":"${CARD}"}`)).toEqual([CARD])
    expect(findCardNumbers('x 4761739001010118 y')).toEqual([])
  })
})
