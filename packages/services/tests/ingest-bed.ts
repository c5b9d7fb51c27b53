import { publicKeyObject } from '@counterfoil/audit'
import type { createAgent, TestDatabase } from '@counterfoil/db/testing'
import { createAgent as makeAgent } from '@counterfoil/db/testing'
import type pg from 'pg'
import { type CommittedGroup, createIngest, type Ingest, type IngestAgent } from '../src/ingest/index.ts'
import { createIdMaker } from '../src/new-id.ts'
import { realClock, type ScriptedAgent, scriptAgent, testSealer } from '../src/testing/index.ts'

export const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })

export interface Bed {
  readonly ingest: Ingest
  readonly commits: CommittedGroup[]
  readonly troubles: string[]
}

/** An ingest over a test database, once its connection stands. */
export async function openIngest(pool: pg.Pool): Promise<Bed> {
  const commits: CommittedGroup[] = []
  const troubles: string[] = []
  const ingest = createIngest({
    pool,
    clock: realClock,
    newId,
    sealer: testSealer,
    onCommit: (group) => commits.push(group),
    onTrouble: (what, error) => troubles.push(`${what}: ${error}`),
  })
  await until(() => ingest.status.connected)
  return { ingest, commits, troubles }
}

/** An enrolled agent and the journal it writes. */
export async function enrolled(
  db: TestDatabase['db'],
  given: Parameters<typeof createAgent>[1] = {},
): Promise<{ agent: IngestAgent; script: ScriptedAgent; sign: (text: string) => Buffer }> {
  const made = await makeAgent(db, given)
  const { id, uid, storeId, epoch } = made.agent
  const key = publicKeyObject(Buffer.from(made.publicKey).toString('base64'))
  const agent: IngestAgent = { id, uid, storeId, epoch, state: given.state ?? 'active', key }
  return { agent, script: scriptAgent({ uid, sign: made.sign, epoch }), sign: made.sign }
}

export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const endMs = Date.now() + timeoutMs
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`did not happen within ${timeoutMs} ms: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Every table a batch writes, in a form that can be compared. */
export async function contents(pool: pg.Pool): Promise<Record<string, unknown[]>> {
  const tables = {
    event: 'select store_id, agent_id, epoch, seq, kind, understood, payment_id from event order by agent_id, epoch, seq',
    payment: 'select store_id, id, outcome, final, authorised_minor, last_seq from payment order by id',
    sales_minute:
      'select store_id, minute, currency, scheme, sum(sales_minor)::float8 as sales, sum(approved)::int as approved from sales_minute group by 1, 2, 3, 4 order by 1, 2, 3, 4',
    sales_day:
      'select store_id, business_date, currency, scheme, sales_minor, approved, declined, cancelled, refunded_minor from sales_day order by 1, 2, 3, 4',
    agent_stream: 'select * from agent_stream order by agent_id, epoch',
    agent_batch: 'select agent_id, epoch, first_seq, last_seq from agent_batch order by 1, 2, 3',
    store_rev: 'select store_id, rev from store_rev order by 1',
  }
  const read = await Promise.all(Object.entries(tables).map(async ([name, sql]) => [name, (await pool.query(sql)).rows] as const))
  return Object.fromEntries(read)
}
