import { readdirSync, readFileSync } from 'node:fs'
import { canonicalJson } from '@counterfoil/audit'
import { BATCH_MAX_BYTES } from '@counterfoil/protocol'
import { getLiveSnapshot } from '@counterfoil/services/live'
import { listPaymentChoices, listPayments } from '@counterfoil/services/payments'
import { getStore, listStores } from '@counterfoil/services/stores'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentLink, enrolled, greet, type HubBed, newId, openHubBed, type TestEnrolled } from './hub-bed.ts'
import { deepJson, depths } from './support/attack-bodies.ts'
import { numberPayloads, textPayloads } from './support/attack-payloads.ts'
import { createTrace, readTables } from './support/attack-trace.ts'
import { withEach } from './support/input-samples.ts'

const folder = new URL('../../../packages/protocol/fixtures/events/', import.meta.url)
const kinds = readdirSync(folder).map((file) => ({
  // A released form of a kind stands beside today's as KIND@VERSION.json.
  kind: file.replace(/(@[\w.-]+)?\.json$/, ''),
  event: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, unknown>,
}))

const trace = createTrace()
let bed: HubBed
let agent: TestEnrolled
let one: AgentLink
let before: unknown

beforeAll(async () => {
  bed = await openHubBed(undefined, trace.logTo)
  agent = await enrolled(bed.base)
  one = await greet(bed.url, agent)
  before = await readTables(bed.base)
})
afterAll(async () => {
  one?.close()
  await bed?.close()
})

/** What pages ask, over whatever was stored. */
async function readAll(): Promise<void> {
  const ctx = {
    pool: bed.base.pool,
    db: bed.base.db,
    now: () => new Date(),
    newId,
    actor: { kind: 'user', id: 'p', sessionId: 's', reach: { kind: 'chain' }, factors: [] } as const,
  }
  const scope = { kind: 'chain' } as const
  await getLiveSnapshot(ctx, { scope, after: 0 })
  await listPayments(ctx, { filter: { scope }, cursor: null, limit: 200 })
  await listPaymentChoices(ctx, { scope: { kind: 'store', storeId: agent.storeId } })
  await listStores(ctx, { scope })
  await getStore(ctx, { storeId: agent.storeId })
}

/** A signed record is taken whatever it says: what a schema does not know is kept as it came, and nothing is refused. */
async function deliver(bodies: readonly string[]): Promise<void> {
  for (let from = 0; from < bodies.length; from += 10) {
    const answer = await one.send(agent.script.batchOfBodies(bodies.slice(from, from + 10)))
    expect(answer).toMatchObject({ ok: true, highWater: agent.script.lastSeq })
  }
  await readAll()
  expect(trace.leaks()).toEqual([])
  expect(trace.lines.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  expect(await readTables(bed.base)).toEqual(before)
}

describe.each(kinds)('$kind', ({ event }) => {
  it('is kept whatever stands in its texts', async () => {
    const payloads = Object.values(textPayloads).map((payload) => payload.slice(0, 5_000))
    await deliver(
      payloads.flatMap((payload) =>
        withEach(event, 'string', payload).map((each) => (payload.isWellFormed() ? canonicalJson(each) : JSON.stringify(each))),
      ),
    )
  })

  it('is kept whatever stands in its numbers', async () => {
    await deliver(numberPayloads.flatMap((payload) => withEach(event, 'number', payload).map((each) => canonicalJson(each))))
  })
})

it('keeps what is no event, however deep', async () => {
  const deep = depths.flatMap(deepJson).filter((body) => body.length < BATCH_MAX_BYTES)
  const nested = deep.map((body) => `{"kind":"payment.opened","details":${body}}`).filter((body) => body.length < BATCH_MAX_BYTES)
  for (const body of [
    ...deep,
    ...nested,
    'null',
    '7',
    '"x"',
    '{}',
    '{"kind":"__proto__"}',
    '{"__proto__":{"kind":"agent.started"}}',
    '{',
  ])
    await deliver([body])
})
