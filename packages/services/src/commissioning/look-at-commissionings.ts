import { recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { commissioningColumns, type KeptCommissioning, planOf } from './find-commissioning.ts'
import { judgeTests } from './judge-tests.ts'
import { testKey } from './plan-tests.ts'
import { readTestFacts } from './read-test-facts.ts'

/** An entry of the log holds 64 KB. */
const MOST_IN_AN_ENTRY = 100

type HubContext = Pick<ServiceContext, 'pool' | 'newId' | 'now'>

/** Looks at every store whose tests were begun, and keeps what it sees for the first time. Returns how much that was. */
export async function lookAtCommissionings(ctx: HubContext): Promise<number> {
  const { rows } = await ctx.pool.query<{ id: string }>(
    `select id::text as id from commissioning where state = 'testing' order by id`,
  )
  let seen = 0
  for (const { id } of rows) seen += await lookAt(ctx, id)
  return seen
}

/** Of several hubs one at a time looks at one store; another passes it by. */
function lookAt(ctx: HubContext, id: string): Promise<number> {
  return inTransaction(ctx, async (client) => {
    const { rows } = await client.query<KeptCommissioning>(
      `select ${commissioningColumns} from commissioning c where c.id = $1 and c.state = 'testing' for update skip locked`,
      [id],
    )
    const [kept] = rows
    if (kept === undefined || kept.testBegunAtMs === null) return 0
    const now = ctx.now()
    const facts = await readTestFacts(rowsThrough(client), kept.storeId, new Date(kept.testBegunAtMs))
    const held = await client.query<{ key: string }>(
      `select test || ' ' || subject as key from commissioning_evidence where commissioning_id = $1 and run = $2`,
      [id, kept.run],
    )
    const known = new Set(held.rows.map(({ key }) => key))
    const fresh = judgeTests(planOf(kept), facts, now.getTime()).filter(
      (one) => one.state === 'observed' && !known.has(testKey(one)),
    )
    if (fresh.length === 0) return 0
    const observed = fresh.map((one) => ({ ...one, evidence: ctx.newId() }))
    await client.query(
      `insert into commissioning_evidence (id, commissioning_id, run, test, subject, observed_at, figures, events)
       select u.id, $1, $2, u.test, u.subject, $3, u.figures, u.events
       from unnest($4::uuid[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[]) u (id, test, subject, figures, events)`,
      [
        ...[id, kept.run, now, observed.map(({ evidence }) => evidence)],
        ...[observed.map(({ test }) => test), observed.map(({ subject }) => subject)],
        ...[observed.map(({ figures }) => JSON.stringify(figures)), observed.map(({ events }) => JSON.stringify(events))],
      ],
    )
    const hub = { newId: ctx.newId, now: ctx.now, actor: { kind: 'system', name: 'hub' } } as const
    for (let first = 0; first < observed.length; first += MOST_IN_AN_ENTRY) {
      const part = observed.slice(first, first + MOST_IN_AN_ENTRY)
      await recordAct(hub, client, {
        action: 'commissioning.observed',
        target: { type: 'commissioning', id },
        after: {
          storeId: kept.storeId,
          run: kept.run,
          observed: part.map(({ test, subject, evidence, events }) => ({
            test,
            subject,
            evidence,
            hashes: events.map(({ hash }) => hash),
          })),
        },
      })
    }
    return fresh.length
  })
}
