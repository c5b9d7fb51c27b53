import { createStore, type TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'
import { recordPresence } from '../src/agents/index.ts'
import type { IngestAgent } from '../src/ingest/index.ts'
import { type Said, type ScriptedAgent, saleEvents, scriptAgent } from '../src/testing/index.ts'
import { enrolled, newId, openIngest } from './ingest-bed.ts'
import type { MovableClock } from './movable-clock.ts'

const MINUTE = 60_000

/** What the tests ask of the history afterwards. */
export interface History {
  readonly stores: readonly { readonly id: number; readonly code: string }[]
  readonly agents: Readonly<Record<'till' | 'office' | 'other' | 'successor' | 'revoked', IngestAgent>>
}

interface Teller {
  readonly agent: IngestAgent
  readonly script: ScriptedAgent
}

/**
 * Half an hour of two stores through the real ingest: clocks that jump, batches sent again, an agent in its second epoch, one
 * that was revoked and another that took over its terminal and finished its payment, kinds nobody knows. `onMinute` is called
 * at each full minute, when everything before it is recorded.
 */
export async function recordHistory(
  base: TestDatabase,
  clock: MovableClock,
  startMs: number,
  onMinute: (atMs: number) => Promise<void> = async () => {},
): Promise<History> {
  const first = await createStore(base.db)
  const second = await createStore(base.db, { timeZone: 'Asia/Shanghai', cutOffMinutes: 240, currency: 'CNY' })
  const till = await enrolled(base.db, { storeId: first.id })
  const office = await enrolled(base.db, { storeId: first.id })
  const other = await enrolled(base.db, { storeId: second.id })
  const revoked = await enrolled(base.db, { storeId: second.id, state: 'revoked' })
  await base.owner.query('update agent set enrolled_at = $1', [new Date(startMs - MINUTE)])
  // Commits of a store only go on in time.
  await base.owner.query('update store_rev set updated_at = $1', [new Date(startMs - MINUTE)])
  const bed = await openIngest(clock.pool)
  let nowMs = startMs

  async function submit({ agent, script }: Teller, ...batches: (readonly Said[])[]): Promise<void> {
    const signed = batches.map((events) => script.batch(events.map((event) => ({ at: nowMs, ...event }))))
    // Each batch once more: a repeat must count nowhere.
    for (const batch of [...signed, ...signed]) {
      const answer = await bed.ingest.submit(agent, batch)
      if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`)
    }
  }
  async function minute(nth: number, work: () => Promise<void>): Promise<void> {
    nowMs = startMs + nth * MINUTE + 10_000
    await clock.moveTo(nowMs)
    await work()
    await clock.moveTo(startMs + (nth + 1) * MINUTE)
    await onMinute(startMs + (nth + 1) * MINUTE)
  }
  let greeting = 0
  const present = (of: readonly Teller[], connected: boolean) => {
    greeting += 1
    const seen = of.map(({ agent: { id, storeId } }) => ({ agentId: id, storeId, connected, waiting: 0, oldestMs: 0, greeting }))
    return recordPresence(clock, null, seen)
  }
  const ready = (condition: string, more: object = {}): Said => ({
    kind: 'terminal.condition',
    terminal: 'zvt-1',
    condition,
    ...more,
  })
  const link = { protocol: 'zvt', link: 'tcp', address: '10.0.0.9:20007' }
  const configured = (...lanes: [string, string][]): Said => ({
    kind: 'agent.configured',
    terminals: lanes.map(([key, lane]) => ({ key, lane, ...link })),
  })

  const unsolved = newId()
  const leftOver = newId()
  try {
    await minute(0, async () => {
      await present([till, office, other], true)
      await submit(till, [configured(['zvt-1', '1'], ['zvt-2', '2']), ready('ready')], saleEvents({ id: newId(), at: nowMs }))
      await submit(office, saleEvents({ id: newId(), terminal: 'desk', at: nowMs, paymentKind: 'refund' }))
      await submit(other, saleEvents({ id: newId(), at: nowMs, currency: 'CNY', amountMinor: 8_800 }), [ready('busy')])
    })
    await minute(1, async () => {
      // The clock of the till is an hour ahead for a while, then back.
      const ahead = nowMs + 60 * MINUTE
      await submit(till, [ready('busy', { at: ahead })], [ready('ready', { at: nowMs }), ready('ready', { at: ahead })])
      await submit(till, [ready('unreachable', { at: nowMs + 1 }), { kind: 'later.kind', value: 1 }])
      await submit(till, saleEvents({ id: unsolved, terminal: 'zvt-2' }).slice(0, 1), [
        {
          kind: 'payment.unknown',
          terminal: 'zvt-2',
          payment: unsolved,
          stage: 'asking',
          why: 'the line went dead',
          transcript: [],
        },
      ])
    })
    await minute(2, async () => {
      const sales = ['approved', 'declined', 'cancelled'] as const
      await submit(office, ...sales.map((outcome) => saleEvents({ id: newId(), terminal: 'desk', outcome })))
      await submit(other, saleEvents({ id: leftOver, currency: 'CNY' }).slice(0, 2))
      await submit(till, [
        {
          kind: 'payment.unknown',
          terminal: 'zvt-2',
          payment: unsolved,
          stage: 'needs_person',
          why: 'the terminal does not know',
          transcript: [],
        },
      ])
      await submit(revoked, saleEvents({ id: newId() }))
    })
    await minute(3, async () => {
      await present([till], false)
      // Terminal 2 goes to another lane, then is let go; what it tells afterwards stands by its own name.
      await submit(till, [configured(['zvt-1', '1'], ['zvt-2', '7'])], saleEvents({ id: newId(), terminal: 'zvt-2' }))
      await submit(till, [configured(['zvt-1', '1'])], saleEvents({ id: unsolved, terminal: 'zvt-2' }).slice(1))
    })
    const again = await secondEpoch(base.owner, other)
    const successor = await minuteOfHandOver()
    async function minuteOfHandOver(): Promise<Teller> {
      let made: Teller | undefined
      await minute(5, async () => {
        await submit(
          again,
          [ready('ready', { at: nowMs - 90 * MINUTE })],
          [{ kind: 'terminal.totals', terminal: 'zvt-1', currency: 'CNY', amountMinor: 8_800, brands: [], resultCode: '00' }],
        )
        await base.owner.query("update agent set state = 'revoked', revoked_at = $2 where id = $1", [
          other.agent.id,
          new Date(nowMs),
        ])
        made = await enrolled(base.db, { storeId: second.id })
        await base.owner.query('update agent set enrolled_at = $2 where id = $1', [made.agent.id, new Date(nowMs)])
        await submit(made, [ready('maintenance')], saleEvents({ id: leftOver, currency: 'CNY' }).slice(1))
      })
      if (made === undefined) throw new Error('the minute did not pass')
      return made
    }
    await minute(9, async () => {
      await present([till, office, successor], true)
      await submit(till, [ready('ready')], saleEvents({ id: newId(), at: nowMs - 5 * MINUTE }))
      await submit(successor, [ready('ready'), { kind: 'later.kind' }], saleEvents({ id: newId(), currency: 'CNY' }))
    })
    if (bed.troubles.length > 0) throw new Error(bed.troubles.join('\n'))
    const codes = [first, second].map(({ id, code }) => ({ id, code }))
    const agents = {
      till: till.agent,
      office: office.agent,
      other: other.agent,
      successor: successor.agent,
      revoked: revoked.agent,
    }
    return { stores: codes, agents }
  } finally {
    await bed.ingest.close()
  }
}

/** The same agent after it was moved on: another journal, from number 1. */
async function secondEpoch(
  owner: pg.Pool,
  { agent, sign }: { agent: IngestAgent; sign: (text: string) => Buffer },
): Promise<Teller> {
  const epoch = agent.epoch + 1
  await owner.query('update agent set epoch = $2 where id = $1', [agent.id, epoch])
  await owner.query('insert into agent_stream (agent_id, epoch, high_water, head) values ($1, $2, 0, $3)', [
    agent.id,
    epoch,
    Buffer.alloc(32),
  ])
  return { agent: { ...agent, epoch }, script: scriptAgent({ uid: agent.uid, sign, epoch }) }
}
