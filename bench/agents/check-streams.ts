import { createPool } from '@counterfoil/db'

/** One agent's numbering, as its outbox has it. */
export interface SentStream {
  readonly uid: string
  readonly lastSeq: number
  readonly head: string
  readonly acknowledgedSeq: number
}

interface Held {
  readonly uid: string
  readonly highWater: number
  readonly head: string
  readonly events: number
}

const HELD = `select a.uid, s.high_water::float8 as "highWater", encode(s.head, 'hex') as head, coalesce(e.events, 0)::float8 as events
  from agent a join agent_stream s on s.agent_id = a.id and s.epoch = a.epoch
  left join (select agent_id, epoch, count(*) as events from event group by 1, 2) e on e.agent_id = a.id and e.epoch = a.epoch`

/** Throws when the database lacks an event one of the agents has an acknowledgement for. */
export async function assertAcknowledgedKept(url: string, streams: readonly SentStream[]): Promise<void> {
  const held = await readHeld(url)
  for (const { uid, acknowledgedSeq } of streams) {
    const { highWater = 0, events = 0 } = held.get(uid) ?? {}
    if (highWater >= acknowledgedSeq && events === highWater) continue
    throw new Error(
      `Agent ${uid} has acknowledgements up to ${acknowledgedSeq}; the database holds ${events} up to ${highWater}.`,
    )
  }
}

/** Throws unless the database holds every event of these agents exactly once, chain and all; returns how many. */
export async function assertStreamsKept(url: string, streams: readonly SentStream[]): Promise<number> {
  const held = await readHeld(url)
  let sum = 0
  for (const { uid, lastSeq, head } of streams) {
    const found = held.get(uid)
    // Numbers are unique by the table's key: a count that is the last number means each one once; the head proves what they say.
    if (found?.highWater !== lastSeq || found.events !== lastSeq || found.head !== head)
      throw new Error(`Agent ${uid} has sent ${lastSeq} events; the database holds ${found?.events} up to ${found?.highWater}.`)
    sum += lastSeq
  }
  return sum
}

/** Throws unless there are exactly so many payments. */
export async function assertPayments(url: string, payments: number): Promise<void> {
  const [counted] = await ask<{ payments: number }>(url, 'select count(*)::float8 as payments from payment')
  if (counted?.payments !== payments) throw new Error(`${payments} payments were made; the database holds ${counted?.payments}.`)
}

async function readHeld(url: string): Promise<ReadonlyMap<string, Held>> {
  return new Map((await ask<Held>(url, HELD)).map((row) => [row.uid, row]))
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const pool = createPool({ url, role: 'owner', max: 1 })
  try {
    return (await pool.query<Row>(sql)).rows
  } finally {
    await pool.end()
  }
}
