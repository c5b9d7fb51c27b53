import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { chainBodies, GENESIS_HEAD } from '@counterfoil/audit'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openOutbox, openOutboxForReading } from './open-outbox.ts'
import type { Outbox } from './outbox.ts'

const DAY_MS = 86_400_000
const note = (at: number, text = 'x') => ({ v: 1, at, kind: 'terminal.condition', terminal: 'lane-1', text })
const opened = (payment: string, at: number) => ({ at, kind: 'payment.opened', terminal: 'lane-1', payment, amountMinor: 100 })
const finalised = (payment: string, at: number, receipt: string) => ({
  at,
  kind: 'payment.finalised',
  terminal: 'lane-1',
  payment,
  outcome: 'approved',
  result: { receipt },
})

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'outbox-')), 'outbox.db')
}

function open(path = ':memory:', epoch = 1, monotonicMs = () => 0): Outbox {
  const outbox = openOutbox({ path, epoch, monotonicMs })
  onTestFinished(() => {
    try {
      outbox.close()
    } catch {
      // already closed by the test
    }
  })
  return outbox
}

describe('append', () => {
  it('numbers and chains events and keeps them over a reopen', () => {
    const path = newPath()
    const first = open(path)
    expect(first.append([note(1), note(2)])).toBe(2)
    expect(first.append([note(3)])).toBe(3)
    const head = first.head()
    first.close()
    const again = open(path)
    expect(again.lastSeq()).toBe(3)
    expect(again.head()).toBe(head)
    const batch = again.readBatch(0)
    expect(batch?.count).toBe(3)
    expect(chainBodies(GENESIS_HEAD, batch?.bodies.split('\n') ?? []).toString('hex')).toBe(head)
  })

  it('writes nothing at all when one event of several cannot be written', () => {
    const outbox = open()
    outbox.append([note(1)])
    expect(() => outbox.append([note(2), note(Number.NaN)])).toThrow(/could not be written/)
    expect(outbox.lastSeq()).toBe(1)
    outbox.append([note(3)])
    expect(outbox.readBatch(0)?.count).toBe(2)
  })

  it('makes its files readable by their owner only', () => {
    const path = newPath()
    open(path).append([note(1)])
    for (const file of [path, `${path}-wal`, `${path}.lock`]) expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('shortens a transcript that would not fit a batch, and says so', () => {
    const outbox = open()
    const entry = { ms: 1, direction: 'from_terminal', name: 'print_line', hex: 'ab'.repeat(2_000) }
    outbox.append([{ ...note(1), ...{ transcript: Array.from({ length: 500 }, () => entry) } }])
    const body = outbox.readBatch(0)?.bodies ?? ''
    expect(body.length).toBeLessThan(64 * 1024)
    expect(JSON.parse(body).shortened).toEqual({ entries: 500 })
  })
})

describe('batches', () => {
  it('hold at most 256 events and 64 KB', () => {
    const outbox = open()
    outbox.append(Array.from({ length: 300 }, (_, at) => note(at)))
    expect(outbox.readBatch(0)?.count).toBe(256)
    expect(outbox.readBatch(256)?.count).toBe(44)
    expect(outbox.readBatch(300)).toBeUndefined()
    outbox.append(Array.from({ length: 8 }, (_, at) => note(at, 'y'.repeat(20_000))))
    const large = outbox.readBatch(300)
    expect(large?.count).toBe(3)
    expect(outbox.readBatch(303)?.prevHead).toBe(large?.head)
  })

  it('end before an event that was changed on disk, and never hold it', () => {
    const path = newPath()
    const outbox = open(path)
    outbox.append([note(1), note(2)])
    outbox.close()
    const db = new DatabaseSync(path)
    db.exec(`UPDATE event SET body = replace(body, 'lane-1', 'lane-9') WHERE seq = 2`)
    db.close()
    const tampered = open(path)
    expect(tampered.readBatch(0, 1)?.count).toBe(1)
    expect(tampered.readBatch(0)?.count).toBe(1)
    expect(() => tampered.readBatch(1)).toThrow(/changed on disk/)
  })
})

describe('acknowledge', () => {
  it('moves on only with the same hash, and never removes on a fork', () => {
    const outbox = open()
    outbox.append([note(1_000), note(2_000), note(3_000)])
    const two = outbox.readBatch(0, 2)
    expect(outbox.acknowledge(2, 'f'.repeat(64))).toMatchObject({ match: 'fork', seq: 2 })
    expect(outbox.acknowledge(7, 'f'.repeat(64))).toEqual({ match: 'ahead', lastSeq: 3, theirs: 7 })
    expect(outbox.deliveredSeq()).toBe(0)
    expect(outbox.acknowledge(2, two?.head ?? '')).toEqual({ match: 'same' })
    expect(outbox.waiting(9_000)).toEqual({ events: 1, oldestMs: 6_000, ofEarlierEpochs: 0 })
    expect(outbox.prune()).toBe(0)
    expect(outbox.readBatch(0)?.count).toBe(3)
  })

  it('goes on when it cannot be noted, and is noted with the next thing written', () => {
    const path = newPath()
    const outbox = open(path)
    outbox.append([note(1), note(2)])
    const full = new DatabaseSync(path)
    full.exec('BEGIN IMMEDIATE')
    expect(outbox.acknowledge(2, outbox.head())).toEqual({ match: 'same' })
    expect(() => outbox.append([note(3)])).toThrow(/could not be written/)
    expect([outbox.deliveredSeq(), outbox.lastSeq()]).toEqual([2, 2])
    const reader = openOutboxForReading(path)
    expect(reader.deliveredSeq()).toBe(0)
    reader.close()
    full.close()
    outbox.append([note(4)])
    outbox.close()
    const again = open(path)
    expect([again.deliveredSeq(), again.lastSeq()]).toEqual([2, 3])
  })

  it('lets the hub fall back: acknowledged events can be read again', () => {
    const outbox = open()
    outbox.append([note(1), note(2)])
    outbox.acknowledge(2, outbox.head())
    expect(outbox.compare(0, GENESIS_HEAD.toString('hex'))).toEqual({ match: 'same' })
    expect(outbox.readBatch(0)?.count).toBe(2)
  })
})

describe('prune', () => {
  it('keeps seven days, open payments and everything not acknowledged', () => {
    let nowMs = 0
    const outbox = open(':memory:', 1, () => nowMs)
    outbox.append([opened('p-open', 1), opened('p-done', 2), finalised('p-done', 3, '0041')], {
      till: 'till-1',
      idempotencyKey: 'k',
      bodyHash: 'h',
      payment: 'p-done',
    })
    nowMs = 1_000
    outbox.acknowledge(3, outbox.head())
    outbox.append([note(4)])
    nowMs = 1_000 + 7 * DAY_MS - 1
    expect(outbox.prune()).toBe(0)
    nowMs += 1
    expect(outbox.prune()).toBe(2)
    expect(outbox.eventsOfPayment('p-open')).toHaveLength(1)
    expect(outbox.openPayments('lane-1').map((payment) => payment.id)).toEqual(['p-open'])
    expect(outbox.findPayment('p-done')).toBeUndefined()
    expect(outbox.findTillRequest('till-1', 'k')).toBeUndefined()
    expect(outbox.lastReceipt('lane-1')).toBe('0041')
    expect(outbox.readBatch(3)?.count).toBe(1)
    expect(outbox.compare(1, 'a'.repeat(64))).toEqual({ match: 'pruned', prunedSeq: 3 })
    expect(outbox.append([note(5)])).toBe(5)
  })

  it('counts the time of each acknowledgement that could not be noted at once, not of the newest only', () => {
    const path = newPath()
    let nowMs = 0
    const outbox = open(path, 1, () => nowMs)
    outbox.append([note(1)])
    const head = outbox.head()
    outbox.append([note(2)])
    const full = new DatabaseSync(path)
    full.exec('BEGIN IMMEDIATE')
    outbox.acknowledge(1, head)
    nowMs = DAY_MS
    outbox.acknowledge(2, outbox.head())
    full.close()
    nowMs = 7 * DAY_MS - 1
    expect(outbox.prune()).toBe(0)
    nowMs += 1
    expect(outbox.prune()).toBe(1)
    nowMs += DAY_MS
    expect(outbox.prune()).toBe(1)
  })

  it('does not believe a wall clock, and goes on counting after a restart', () => {
    const path = newPath()
    let nowMs = 5
    const first = open(path, 1, () => nowMs)
    const year = 365 * DAY_MS
    const request = { till: 'till-1', idempotencyKey: 'k', bodyHash: 'h', payment: 'p' }
    first.append([opened('p', 1), finalised('p', 1 + year, '0041')], request)
    first.acknowledge(2, first.head())
    first.append([note(2 + year)])
    expect(first.prune()).toBe(0)
    nowMs += 4 * DAY_MS
    expect(first.prune()).toBe(0)
    first.close()
    // Another process, whose monotonic clock begins anew: only the three days still missing are waited for.
    let laterMs = 77
    const again = open(path, 1, () => laterMs)
    laterMs += 3 * DAY_MS - 1
    expect(again.prune()).toBe(0)
    expect(again.findTillRequest('till-1', 'k')).toBeDefined()
    laterMs += 1
    expect(again.prune()).toBe(2)
    expect(again.findTillRequest('till-1', 'k')).toBeUndefined()
  })
})

describe('opening', () => {
  it('refuses a second agent on the same file and lets a reader in', () => {
    const path = newPath()
    open(path).append([note(1)])
    expect(() => openOutbox({ path, epoch: 1 })).toThrow(/Another agent is using the outbox/)
    const reader = openOutboxForReading(path)
    expect(reader.lastSeq()).toBe(1)
    expect(() => reader.append([note(2)])).toThrow(/could not be written/)
    reader.close()
  })

  it('says what to do with a damaged file', () => {
    const path = newPath()
    const outbox = open(path)
    outbox.append(Array.from({ length: 200 }, (_, at) => note(at, 'z'.repeat(200))))
    outbox.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 4_096 * 3, 4_096 * 6)
    writeFileSync(path, bytes)
    expect(() => openOutbox({ path, epoch: 1 })).toThrow(/Do not delete it/)
  })

  it('starts a new chain for a new epoch and tells what the old one never delivered', () => {
    const path = newPath()
    const first = open(path)
    first.append([note(1), note(2)])
    first.close()
    const second = open(path, 2)
    expect(second.lastSeq()).toBe(0)
    expect(second.append([note(3)])).toBe(1)
    expect(second.waiting(3)).toMatchObject({ events: 1, ofEarlierEpochs: 2 })
    second.close()
    expect(() => openOutbox({ path, epoch: 1 })).toThrow(/already holds epoch 2/)
  })

  it('opens the stream of an earlier epoch beside the present one, each with what was delivered of it alone', () => {
    const path = newPath()
    const first = open(path)
    first.append([note(1), note(2)])
    first.close()
    const second = openOutbox({ path, epoch: 2, monotonicMs: () => 0 })
    second.append([note(3)])
    const earlier = second.openEarlier(1)
    expect(second.openEarlier(7)).toBeUndefined()
    const batch = earlier?.readBatch(0)
    expect(batch).toMatchObject({ epoch: 1, firstSeq: 1, count: 2 })
    expect(earlier?.acknowledge(2, batch?.head ?? '')).toEqual({ match: 'same' })
    expect([second.waiting(3), earlier?.isOver()]).toEqual([{ events: 1, oldestMs: 0, ofEarlierEpochs: 0 }, false])
    expect([earlier?.prune(0), earlier?.isOver()]).toEqual([2, true])
    expect(second.readBatch(0)).toMatchObject({ epoch: 2, count: 1 })
    second.close()
  })

  it('places what was given up in an earlier epoch before the first event of the new one', () => {
    const path = newPath()
    const first = open(path)
    first.append([note(1), note(2)])
    const lost = { class: 'debug', why: 'disk', count: 3, firstSeq: 1, lastSeq: 2, fromMs: 5, toMs: 9 } as const
    first.noteLosses({ givenUp: [lost], held: [] })
    first.close()
    open(path, 1).close()
    const second = open(path, 2)
    expect(second.losses().givenUp).toEqual([{ ...lost, firstSeq: 0, lastSeq: 0 }])
    second.close()
  })
})

describe('power loss', () => {
  it('every append that returned is there after SIGKILL, and the chain is whole', async () => {
    const path = newPath()
    const script = join(import.meta.dirname, '../../tests/fixtures/append-for-ever.ts')
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
      let confirmed = 0
      let tail = ''
      await new Promise<void>((resolve, reject) => {
        child.on('error', reject)
        child.on('exit', () => resolve())
        child.stdout.on('data', (chunk: Buffer) => {
          const lines = (tail + chunk.toString()).split('\n')
          tail = lines.pop() ?? ''
          confirmed = Number(lines.at(-1) ?? confirmed)
          if (confirmed > (round + 1) * 150) child.kill('SIGKILL')
        })
      })
      const outbox = openOutbox({ path, epoch: 1 })
      expect(outbox.lastSeq()).toBeGreaterThanOrEqual(confirmed)
      let seen = 0
      for (let batch = outbox.readBatch(0); batch !== undefined; batch = outbox.readBatch(seen)) seen += batch.count
      expect(seen).toBe(outbox.lastSeq())
      outbox.close()
    }
  })
})
