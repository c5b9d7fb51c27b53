import { describe, expect, it } from 'vitest'
import { kindsOf, saleOf, untilReady } from '../testing/driver-contract.ts'
import { finalOf } from '../testing/driver-pair.ts'
import { createRandom, type Fate, type MemoryPair, openMemoryPair } from '../testing/memory-pair.ts'
import { zvt } from './definition.ts'

/** One serial sale whose message `at` meets with `harm`; returns the pair after it is settled. */
async function saleWith(at: number, harm: (chunk: Uint8Array) => Fate): Promise<{ pair: MemoryPair; messages: number }> {
  let first = Number.POSITIVE_INFINITY
  const pair = openMemoryPair(zvt, {
    link: 'serial',
    fate: (count, _, chunk) => (count === first + at ? harm(chunk) : undefined),
  })
  await untilReady(pair)
  first = pair.chunks
  pair.driver.startPayment(saleOf('sale-1', 1_500))
  await pair.until(() => finalOf(pair.facts, 'sale-1') !== undefined)
  await pair.pass(20_000)
  return { pair, messages: pair.chunks - first }
}

function flipped(chunk: Uint8Array): Uint8Array {
  const copy = chunk.slice()
  const at = copy.length >> 1
  copy[at] = (copy[at] ?? 0) ^ 0x41
  return copy
}

describe('ZVT on a bad serial line', () => {
  it.each([
    ['flips a bit', flipped],
    ['swallows a message', () => new Uint8Array(0)],
    ['cuts a frame short', (chunk: Uint8Array) => chunk.slice(0, Math.max(1, chunk.length - 3))],
    ['doubles a message', (chunk: Uint8Array) => Uint8Array.from([...chunk, ...chunk])],
    ['puts noise before a message', (chunk: Uint8Array) => Uint8Array.from([0xb7, 0x41, 0x99, ...chunk])],
  ])('%s anywhere in a sale: it is repeated, and the sale is booked once', async (_, harm) => {
    const { messages } = await saleWith(Number.NaN, harm)
    for (let at = 1; at <= messages; at += 1) {
      const { pair } = await saleWith(at, harm)
      expect(finalOf(pair.facts, 'sale-1'), `message ${at}`).toMatchObject({ outcome: 'approved', recovered: false })
      expect(pair.simulator.ledger, `message ${at}`).toMatchObject([{ amountMinor: 1_500, state: 'approved' }])
      expect(kindsOf(pair.facts, 'sale-1'), `message ${at}`).toEqual(['payment.opened', 'payment.answered', 'payment.finalised'])
      await pair.close()
    }
  })
})

describe('ZVT and bytes of any kind', () => {
  it.each(['tcp', 'serial'] as const)('never throws and records what it discards, over %s', (link) => {
    const random = createRandom(7)
    for (let round = 0; round < 200; round += 1) {
      const pair = openMemoryPair(zvt, { link })
      pair.clock.advance(random() < 0.5 ? 5 : 500)
      if (random() < 0.7) pair.driver.startPayment(saleOf('sale-1', 100))
      for (let piece = 0; piece < 10; piece += 1) {
        pair.driver.received(Uint8Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)))
        pair.clock.advance(random() * 3_000)
      }
      expect(pair.facts.filter((fact) => fact.kind === 'payment.finalised').length).toBeLessThan(2)
      pair.driver.close()
    }
  })

  it('names ECR17 on the port', async () => {
    const pair = openMemoryPair(zvt, {
      link: 'tcp',
      fate: (_, direction) => (direction === 'from_terminal' ? Uint8Array.of(0x15, 0x03, 0x69) : undefined),
    })
    await pair.until(() => pair.driver.status().reason !== undefined)
    expect(pair.driver.status()).toMatchObject({
      condition: 'unreachable',
      reason: 'foreign_protocol',
      text: 'Answers like ECR17, not ZVT.',
    })
    await pair.pass(60_000)
    expect(pair.facts.filter((fact) => fact.kind === 'terminal.condition')).toHaveLength(1)
    await pair.close()
  })

  it('reads on after a version banner', async () => {
    let banner = true
    const pair = openMemoryPair(zvt, {
      link: 'tcp',
      fate(_, direction, chunk) {
        if (direction === 'to_terminal' || !banner) return undefined
        banner = false
        return Uint8Array.from([...Buffer.from('GER-APP-v2.0.9\r\n'), ...chunk])
      },
    })
    await untilReady(pair)
    expect(pair.facts[0]).toMatchObject({ kind: 'terminal.discarded' })
    expect(pair.facts.filter((fact) => fact.kind === 'terminal.condition')).toMatchObject([{ condition: 'ready' }])
    await pair.close()
  })

  it.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'web server'],
    ['SSH-2.0-OpenSSH_9\r\n', 'shell server'],
    ['\x15\x03\x03\x00\x02\x02\x50', 'encrypted'],
  ])('names what answers %j, also when it closes at once', async (answer, word) => {
    for (const closes of [false, true]) {
      const pair = openMemoryPair(zvt, {
        link: 'tcp',
        settings: { timers: { t3: 1_000 } },
        fate: (_, direction) => (direction === 'from_terminal' ? Uint8Array.from(answer, (c) => c.charCodeAt(0)) : undefined),
      })
      await pair.pass(100)
      if (closes) pair.driver.linkDown('closed')
      await pair.until(() => pair.driver.status().reason !== undefined)
      expect(pair.driver.status()).toMatchObject({ condition: 'unreachable', reason: 'foreign_protocol' })
      expect(pair.driver.status().text).toContain(word)
      await pair.close()
    }
  })

  it('calls the port foreign when text is all that ever comes', async () => {
    const pair = openMemoryPair(zvt, {
      link: 'tcp',
      fate: (_, direction) => (direction === 'from_terminal' ? Uint8Array.from(Buffer.from('220 mail ready\r\n')) : undefined),
    })
    await pair.until(() => pair.driver.status().reason !== undefined)
    expect(pair.driver.status()).toMatchObject({ condition: 'unreachable', reason: 'foreign_protocol' })
    await pair.close()
  })
})
