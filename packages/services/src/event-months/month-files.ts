import { createHash } from 'node:crypto'
import type pg from 'pg'
import { epochMs } from '../read-rows.ts'
import type { FileToZip } from '../zip/index.ts'
import {
  type BatchLine,
  batchesOf,
  EVENTS_MANIFEST,
  type EventLine,
  type EventsManifest,
  eventsOf,
  type FileTold,
  type StreamTold,
} from './format.ts'

export interface MonthOf {
  readonly month: string
  readonly origin: string
  readonly madeAt: Date
}

const LINES_A_PAGE = 2_000
const DAYS = `recorded_on >= ($2 || '-01')::date and recorded_on < (($2 || '-01')::date + interval '1 month')::date`

/** The files of a month, store by store; what they are is told last, when it is known. Call inside a transaction that sees one instant. */
export async function* monthFiles(client: pg.ClientBase, { month, origin, madeAt }: MonthOf): AsyncGenerator<FileToZip> {
  const stores: EventsManifest['stores'] = []
  const { rows } = await client.query<{ id: number; code: string }>('select id, code from store order by id')
  for (const { id, code } of rows) {
    const streams = new Map<string, StreamTold>()
    const [batches, events]: [Counted, Counted] = [count(), count()]
    if (!(await hasEvents(client, id, month))) continue
    yield { name: batchesOf(id), content: batches.through(linesOf(batchLines(client, id, month, streams))) }
    yield { name: eventsOf(id), content: events.through(linesOf(eventLines(client, id, month))) }
    stores.push({ id, code, batches: batches.told(), events: events.told(), streams: [...streams.values()] })
  }
  const agents = await readAgents(client, stores)
  const manifest: EventsManifest = {
    kind: 'counterfoil.events',
    version: 1,
    month,
    origin,
    madeAt: madeAt.toISOString(),
    agents,
    stores,
  }
  yield { name: EVENTS_MANIFEST, content: whole(`${JSON.stringify(manifest, null, 1)}\n`) }
}

async function hasEvents(client: pg.ClientBase, storeId: number, month: string): Promise<boolean> {
  const { rows } = await client.query(`select from event where store_id = $1 and ${DAYS} limit 1`, [storeId, month])
  return rows.length > 0
}

/** A batch and its events are recorded in one transaction, at one time: a month cuts none in two. */
async function* batchLines(
  client: pg.ClientBase,
  storeId: number,
  month: string,
  streams: Map<string, StreamTold>,
): AsyncGenerator<BatchLine> {
  const lines = pages<BatchLine>(
    client,
    `select b.agent_id as agent, b.epoch, b.first_seq::float8 as first, b.last_seq::float8 as last, encode(b.prev_head, 'hex') as "prevHead",
       encode(b.head, 'hex') as head, replace(encode(b.signature, 'base64'), E'\\n', '') as signature, ${epochMs('b.recorded_at')} as "recordedAtMs"
     from agent_batch b join agent a on a.id = b.agent_id
     where a.store_id = $1 and b.recorded_at >= ($2 || '-01')::timestamp at time zone 'UTC'
       and b.recorded_at < (($2 || '-01')::timestamp + interval '1 month') at time zone 'UTC'
     order by b.agent_id, b.epoch, b.first_seq`,
    [storeId, month],
  )
  for await (const line of lines) {
    const { agent, epoch, first, last, prevHead, head } = line
    const name = `${agent}/${epoch}`
    const stream = streams.get(name)
    streams.set(name, stream === undefined ? { agent, epoch, first, last, prevHead, head } : { ...stream, last, head })
    yield line
  }
}

function eventLines(client: pg.ClientBase, storeId: number, month: string): AsyncGenerator<EventLine> {
  return pages<EventLine>(
    client,
    `select agent_id as agent, epoch, seq::float8 as seq, ${epochMs('recorded_at')} as "recordedAtMs", ${epochMs('at')} as "atMs", kind, understood,
       terminal_id as terminal, payment_id::text as payment, replace(encode(body, 'base64'), E'\\n', '') as body, encode(hash, 'hex') as hash, cut
     from event where store_id = $1 and ${DAYS} order by agent_id, epoch, seq`,
    [storeId, month],
  )
}

async function* pages<Line>(client: pg.ClientBase, sql: string, values: readonly unknown[]): AsyncGenerator<Line> {
  await client.query(`declare month_lines no scroll cursor for ${sql}`, [...values])
  for (;;) {
    const { rows } = await client.query<Line & object>(`fetch ${LINES_A_PAGE} from month_lines`)
    yield* rows
    if (rows.length < LINES_A_PAGE) break
  }
  await client.query('close month_lines')
}

async function readAgents(client: pg.ClientBase, stores: EventsManifest['stores']): Promise<EventsManifest['agents']> {
  const ids = stores.flatMap(({ streams }) => streams.map(({ agent }) => agent))
  const { rows } = await client.query<EventsManifest['agents'][number]>(
    `select a.id, a.uid::text as uid, a.store_id as store, array(
       select encode(k.key, 'base64') from (select a.public_key as key union select public_key from agent_key where agent_id = a.id) k order by 1) as keys
     from agent a where a.id = any($1) order by a.id`,
    [ids],
  )
  return rows
}

interface Counted {
  through(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  told(): FileTold
}

function count(): Counted {
  const hash = createHash('sha256')
  let lines = 0
  return {
    async *through(all) {
      for await (const line of all) {
        hash.update(line)
        lines += 1
        yield line
      }
    },
    told: () => ({ lines, sha256: hash.digest('hex') }),
  }
}

async function* linesOf(rows: AsyncIterable<object>): AsyncGenerator<Buffer> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`)
}

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}
