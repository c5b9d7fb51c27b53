import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { chainBodies, GENESIS_HEAD } from '@counterfoil/audit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryDisk } from '../testing/memory-disk.ts'
import { openMemoryOutbox } from '../testing/memory-outbox.ts'
import { openOutbox } from './open-outbox.ts'
import type { Outbox, OutboxBatch } from './outbox.ts'
import { OutboxError } from './outbox-error.ts'

const ENVELOPE = { v: 1, at: 99, mono: 1, boot: '018f0000-0000-7000-8000-0000000000b0' }
const sale = (n: number) => ({ at: n, kind: 'payment.inquired', terminal: 'lane-1', payment: `p-${n}`, n })
type Harm = 'body' | 'hash' | 'gone'

/** What a hub keeps of one stream. */
function createHub() {
  const bodies: string[] = []
  const heads = [GENESIS_HEAD]
  const head = () => (heads.at(-1) ?? GENESIS_HEAD).toString('hex')
  return {
    bodies,
    head,
    take(batch: OutboxBatch): void {
      expect(batch.firstSeq).toBe(bodies.length + 1)
      expect(batch.prevHead).toBe(head())
      for (const body of batch.bodies.split('\n')) {
        bodies.push(body)
        heads.push(chainBodies(heads.at(-1) ?? GENESIS_HEAD, [body]))
      }
      expect(batch.head).toBe(head())
    },
    forgetAfter(seq: number): void {
      bodies.length = seq
      heads.length = seq + 1
    },
  }
}
type Hub = ReturnType<typeof createHub>

function greet(outbox: Outbox, hub: Hub) {
  const comparison = outbox.compare(hub.bodies.length, hub.head())
  if (comparison.match === 'same') outbox.acknowledge(hub.bodies.length, hub.head())
  return comparison.match
}

/** Delivers to the end, mending where it must; returns what was lost. */
function deliver(outbox: Outbox, hub: Hub, most = 4): number[] {
  const lost: number[] = []
  expect(greet(outbox, hub)).toBe('same')
  for (;;) {
    let batch: OutboxBatch | undefined
    try {
      batch = outbox.readBatch(hub.bodies.length, most)
    } catch (error) {
      expect(error instanceof OutboxError && error.code).toBe('damaged')
      lost.push(...(outbox.mend(hub.bodies.length, ENVELOPE) ?? []).map(({ seq }) => seq))
      batch = outbox.readBatch(hub.bodies.length, most)
    }
    if (batch === undefined) return lost
    hub.take(batch)
    expect(outbox.acknowledge(hub.bodies.length, hub.head()).match).toBe('same')
  }
}

/** Whether the file can still tell that the hub's head at `seq` is its own, after the rows the hub had were harmed like this. */
function canBeProved(seq: number, delivered: number, harms: readonly (readonly [seq: number, what: Harm])[]): boolean {
  // What the hub had not got was chained anew, and the head of what it acknowledged last is noted apart.
  if (seq === 0 || seq >= delivered) return true
  const harmAt = (at: number) => (at > delivered ? undefined : harms.find(([harmed]) => harmed === at)?.[1])
  const hashAt = (at: number) => harmAt(at) === undefined || harmAt(at) === 'body'
  const bodyAt = (at: number) => harmAt(at) === undefined || harmAt(at) === 'hash'
  return hashAt(seq) || (hashAt(seq - 1) && bodyAt(seq)) || (bodyAt(seq + 1) && hashAt(seq + 1))
}

function onSqlite() {
  const path = join(mkdtempSync(join(tmpdir(), 'mend-')), 'outbox.db')
  let outbox = openOutbox({ path, epoch: 1 })
  return {
    outbox: () => outbox,
    harm(seq: number, what: Harm): void {
      outbox.close()
      const db = new DatabaseSync(path)
      if (what === 'gone') db.prepare('DELETE FROM event WHERE seq = ?').run(seq)
      if (what === 'body') db.prepare(`UPDATE event SET body = '#' || substr(body, 2) WHERE seq = ?`).run(seq)
      if (what === 'hash') db.prepare('UPDATE event SET hash = ? WHERE seq = ?').run('d'.repeat(64), seq)
      db.close()
      outbox = openOutbox({ path, epoch: 1 })
    },
    close: () => outbox.close(),
  }
}

function onMemory() {
  const disk = new MemoryDisk()
  let outbox = openMemoryOutbox(disk, 1)
  return {
    outbox: () => outbox,
    harm(seq: number, what: Harm): void {
      disk.write({ type: 'damage', epoch: 1, seq, what })
      outbox = openMemoryOutbox(disk, 1)
    },
    close() {},
  }
}

describe.each([
  ['SQLite', onSqlite],
  ['memory', onMemory],
])('a damaged row in the outbox over %s', (_name, open) => {
  it('costs that event alone: whatever was damaged where, the hub gets all others, in order, and a gap entry for each lost', () => {
    const harms = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom<Harm>('body', 'gone', 'hash')), {
      maxLength: 4,
      selector: ([seq]) => seq,
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), harms, fc.integer({ min: 0, max: 30 }), (delivered, given, forgets) => {
        const world = open()
        const hub = createHub()
        world.outbox().append(Array.from({ length: 30 }, (_, index) => sale(index + 1)))
        greet(world.outbox(), hub)
        const first = delivered === 0 ? undefined : world.outbox().readBatch(0, delivered)
        if (first !== undefined) hub.take(first)
        greet(world.outbox(), hub)
        for (const [seq, what] of given) world.harm(seq, what)
        const lost = new Set(deliver(world.outbox(), hub))
        // The hub is restored from a backup and asks for old ones again, the damaged ones among them.
        hub.forgetAfter(Math.min(forgets, hub.bodies.length))
        if (!canBeProved(hub.bodies.length, delivered, given)) {
          // Stopping until a person has looked is what is left; nothing may be deleted or sent on a guess.
          expect(greet(world.outbox(), hub)).toBe('fork')
          world.close()
          return
        }
        for (const seq of deliver(world.outbox(), hub)) lost.add(seq)
        for (const [index, body] of hub.bodies.entries()) {
          const event = JSON.parse(body)
          const seq = index + 1
          if (lost.has(seq))
            expect(event).toMatchObject({ kind: 'agent.gap', why: 'damaged', firstSeq: seq, lastSeq: seq, count: 1 })
          else expect(event).toMatchObject({ n: seq })
        }
        expect(hub.bodies).toHaveLength(30)
        for (const seq of lost) expect(given.map(([harmed]) => harmed)).toContain(seq)
        if (given.length === 1 && given[0]?.[1] === 'hash') expect([...lost]).toEqual([])
        world.outbox().append([sale(31)])
        deliver(world.outbox(), hub)
        expect(JSON.parse(hub.bodies[30] ?? '')).toMatchObject({ n: 31 })
        world.close()
      }),
      {
        numRuns: 60,
        examples: [
          [
            3,
            [
              [3, 'body'],
              [2, 'gone'],
            ],
            2,
          ],
          [4, [[2, 'gone']], 2],
        ],
      },
    )
  })

  it('that the hub has stops nothing and is found and reported once', () => {
    const world = open()
    const hub = createHub()
    world.outbox().append([sale(1), sale(2), sale(3)])
    deliver(world.outbox(), hub)
    world.harm(2, 'body')
    expect(greet(world.outbox(), hub)).toBe('same')
    expect(world.outbox().inspect(0, 100)).toEqual({ upTo: 0, damaged: [{ seq: 2, class: 'financial' }] })
    expect(world.outbox().inspect(0, 100).damaged).toEqual([])
    expect(world.outbox().recentDamage()).toBe(1)
    world.outbox().append([sale(4)])
    expect(deliver(world.outbox(), hub)).toEqual([])
    world.close()
  })

  it('is taken back when the hub turns out to have taken the batch that was thought lost', () => {
    const world = open()
    const hub = createHub()
    world.outbox().append([1, 2, 3, 4, 5].map(sale))
    greet(world.outbox(), hub)
    const onItsWay = world.outbox().readBatch(0, 3)
    world.harm(2, 'body')
    greet(world.outbox(), hub)
    const firstAlone = world.outbox().readBatch(0)
    expect(firstAlone?.count).toBe(1)
    // The hub says it has nothing; the event before the damaged one is sent, and mending waits until the hub has it.
    expect(world.outbox().mend(1, ENVELOPE)).toBeUndefined()
    if (firstAlone !== undefined) hub.take(firstAlone)
    greet(world.outbox(), hub)
    expect(world.outbox().mend(1, ENVELOPE)).toEqual([{ seq: 2, class: 'financial' }])
    hub.forgetAfter(0)
    if (onItsWay !== undefined) hub.take(onItsWay)
    expect(deliver(world.outbox(), hub)).toEqual([])
    expect(hub.bodies.map((body) => JSON.parse(body).n)).toEqual([1, 2, 3, 4, 5])
    world.close()
  })

  it('never turns a real fork into agreement', () => {
    const world = open()
    const hub = createHub()
    world.outbox().append([sale(1), sale(2)])
    const other = openMemoryOutbox(new MemoryDisk(), 1)
    other.append([sale(1), sale(7)])
    deliver(other, hub)
    expect(greet(world.outbox(), hub)).toBe('fork')
    world.close()
  })
})
