import { chainBodies } from '@counterfoil/audit'
import { createInstallation, createStore, type TestDatabase } from '@counterfoil/db/testing'
import { checkpointSigner, findLogIdentity, makeCheckpoint, sequenceEntries } from '@counterfoil/services/audit'
import type { ScriptedAgent } from '@counterfoil/services/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import type pg from 'pg'
import { enrolled, newId, openIngest } from '../../../packages/services/tests/ingest-bed.ts'

/** Two stores with two agents each, all through the real ingest and under a checkpoint. */
export async function recordSales(base: TestDatabase): Promise<{ readonly logKey: string }> {
  const keys = deriveHubKeys(new Uint8Array(32).fill(6))
  const ctx = { pool: base.pool, actor: { kind: 'system', name: 'hub' } as const, now: () => new Date(), newId }
  await createInstallation(base.db)
  await registerHubKeys(ctx, [keys])
  const bed = await openIngest(base.pool)
  try {
    for (const _ of [1, 2]) {
      const store = await createStore(base.db)
      for (const __ of [1, 2]) {
        const { agent, script } = await enrolled(base.db, { storeId: store.id })
        for (const batch of batches(script)) {
          const answer = await bed.ingest.submit(agent, batch)
          if (!answer.ok) throw new Error(answer.message)
        }
      }
    }
  } finally {
    await bed.ingest.close()
  }
  while ((await sequenceEntries(ctx, { most: 256 })).recordedAtMs.length > 0);
  const identity = await findLogIdentity(base)
  await makeCheckpoint(ctx, checkpointSigner(identity?.origin ?? '', keys.checkpoints))
  return { logKey: identity?.logKey ?? '' }
}

function batches(script: ScriptedAgent) {
  const ready = { kind: 'terminal.condition', terminal: 'zvt-1', condition: 'ready' }
  return [[ready], ...[1, 2, 3].map((nth) => saleEvents({ id: newId(), amountMinor: nth * 1_000 }))].map((events) =>
    script.batch(events),
  )
}

/** What the database's owner does, and how it must be found. */
export interface RecordTampering {
  readonly name: string
  /** Gives what must be named. */
  readonly tamper: (client: pg.ClientBase) => Promise<Named>
  readonly exitCode: number
}

export interface Named {
  readonly table?: string
  readonly key?: Readonly<Record<string, unknown>>
  readonly agent?: number
  readonly epoch?: number
  /** One of the events a finding must be about. */
  readonly event?: number
}

interface EventRow {
  readonly agent: number
  readonly epoch: number
  readonly seq: number
  readonly body: Buffer
}

const TABLES = ['event', 'agent_batch', 'agent_stream', 'payment', 'sales_minute', 'sales_day']

/** Does it, looks, and puts everything back. */
export async function withTampering<Result>(
  { owner }: Pick<TestDatabase, 'owner'>,
  tamper: RecordTampering['tamper'],
  look: (named: Named) => Promise<Result>,
): Promise<Result> {
  const client = await owner.connect()
  try {
    for (const table of TABLES) {
      await client.query(`create temporary table kept_${table} as table ${table}`)
      await client.query(`alter table ${table} disable trigger user`)
    }
    return await look(await tamper(client))
  } finally {
    for (const table of TABLES) await client.query(`delete from ${table}; insert into ${table} table kept_${table}`)
    client.release(true)
  }
}

const first = async <Row>(client: pg.ClientBase, sql: string, values: readonly unknown[] = []): Promise<Row> => {
  const [row] = (await client.query(sql, [...values])).rows as Row[]
  if (row === undefined) throw new Error(`touched nothing: ${sql}`)
  return row
}
const row = async (client: pg.ClientBase, table: string, sql: string): Promise<Named> => ({
  table,
  key: await first<Record<string, unknown>>(client, sql),
})
/** The event in the middle of a batch of three. */
const middle = (client: pg.ClientBase): Promise<EventRow> =>
  first(
    client,
    `select agent_id as agent, epoch, seq::float8 as seq, body from event where kind like 'payment.%' and seq = 6 order by agent_id limit 1`,
  )
const named = ({ agent, epoch, seq }: Omit<EventRow, 'body'>): Named => ({ agent, epoch, event: seq })
const at = `agent_id = $1 and epoch = $2 and seq = $3`
const place = ({ agent, epoch, seq }: EventRow) => [agent, epoch, seq]
const edited = ({ body }: EventRow): Buffer => Buffer.from(body.toString().replace(/"mono":(\d)/, '"mono":9$1'))

export const RECORD_TAMPERINGS: readonly RecordTampering[] = [
  {
    name: 'edit payment.authorised_minor (the amount)',
    exitCode: 2,
    tamper: (client) =>
      row(
        client,
        'payment',
        `update payment set authorised_minor = authorised_minor + 100 where id = (select max(id::text)::uuid from payment) returning id::text as id`,
      ),
  },
  {
    name: 'edit sales_minute',
    exitCode: 2,
    tamper: (client) =>
      row(
        client,
        'sales_minute',
        'update sales_minute set sales_minor = sales_minor - 1 where store_id = (select min(store_id) from sales_minute) returning store_id',
      ),
  },
  {
    name: 'edit sales_day',
    exitCode: 2,
    tamper: (client) =>
      row(
        client,
        'sales_day',
        'update sales_day set approved = approved + 1 where store_id = (select min(store_id) from sales_day) returning store_id',
      ),
  },
  {
    name: 'drop a payment',
    exitCode: 3,
    tamper: (client) =>
      row(client, 'payment', 'delete from payment where id = (select max(id::text)::uuid from payment) returning id::text as id'),
  },
  {
    name: 'put a payment in',
    exitCode: 2,
    async tamper(client) {
      const id = newId()
      await client.query(
        `create temporary table made_up as select * from payment limit 1; update made_up set id = '${id}'; insert into payment table made_up`,
      )
      return { table: 'payment', key: { id } }
    },
  },
  {
    name: 'edit an event’s bytes',
    exitCode: 2,
    async tamper(client) {
      const event = await middle(client)
      await client.query(`update event set body = $4 where ${at}`, [...place(event), edited(event)])
      return named(event)
    },
  },
  {
    name: 'edit an event’s bytes so that nothing reads them',
    exitCode: 2,
    async tamper(client) {
      const event = await middle(client)
      await client.query(`update event set body = $4 where ${at}`, [...place(event), Buffer.from('{')])
      return named(event)
    },
  },
  {
    name: 'edit the last event of a batch and all hashes',
    exitCode: 5,
    async tamper(client) {
      const event = await middle(client)
      const last = await first<EventRow & { before: Buffer }>(
        client,
        `select e.agent_id as agent, e.epoch, e.seq::float8 as seq, e.body, p.hash as before from event e
         join event p on p.agent_id = e.agent_id and p.epoch = e.epoch and p.seq = e.seq - 1
         where e.agent_id = $1 and e.epoch = $2 and e.seq = (select max(seq) from event where agent_id = $1 and epoch = $2)`,
        [event.agent, event.epoch],
      )
      const hash = chainBodies(last.before, [edited(last).toString()])
      await client.query(`update event set body = $4, hash = $5 where ${at}`, [...place(last), edited(last), hash])
      await client.query('update agent_batch set head = $4 where agent_id = $1 and epoch = $2 and last_seq = $3', [
        ...place(last),
        hash,
      ])
      await client.query('update agent_stream set head = $3 where agent_id = $1 and epoch = $2', [last.agent, last.epoch, hash])
      return named(last)
    },
  },
  {
    name: 'drop an event',
    exitCode: 3,
    async tamper(client) {
      const event = await middle(client)
      await client.query(`delete from event where ${at}`, place(event))
      return named(event)
    },
  },
  {
    name: 'put an event in',
    exitCode: 2,
    async tamper(client) {
      const event = await middle(client)
      const { seq } = await first<{ seq: number }>(
        client,
        `insert into event (store_id, recorded_on, recorded_at, agent_id, epoch, seq, at, kind, understood, body, hash, cut)
         select store_id, recorded_on, recorded_at, agent_id, epoch, seq + 1, at, 'later.kind', false, body, hash, false from event
         where agent_id = $1 and epoch = $2 order by seq desc limit 1 returning seq::float8 as seq`,
        [event.agent, event.epoch],
      )
      return named({ ...event, seq })
    },
  },
  {
    name: 'cut an agent’s newest batch off',
    exitCode: 3,
    async tamper(client) {
      const event = await middle(client)
      const gone = await first<{ seq: number }>(
        client,
        `delete from agent_batch where (agent_id, epoch, first_seq) = (select agent_id, epoch, max(first_seq) from agent_batch
           where agent_id = $1 and epoch = $2 group by 1, 2) returning first_seq::float8 as seq`,
        [event.agent, event.epoch],
      )
      await client.query('delete from event where agent_id = $1 and epoch = $2 and seq >= $3', [
        event.agent,
        event.epoch,
        gone.seq,
      ])
      await client.query(
        `update agent_stream s set high_water = b.last_seq, head = b.head from agent_batch b
         where s.agent_id = $1 and s.epoch = $2 and b.agent_id = $1 and b.epoch = $2 and b.last_seq = $3 - 1`,
        [event.agent, event.epoch, gone.seq],
      )
      return named({ ...event, seq: gone.seq })
    },
  },
  {
    name: 'move an event to another store',
    exitCode: 3,
    async tamper(client) {
      const event = await middle(client)
      await client.query(`update event set store_id = (select max(id) from store where id <> store_id) where ${at}`, place(event))
      return named(event)
    },
  },
]
