import { RowId } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { epochMs, type ReadRows, readTogether } from '../read-rows.ts'
import type { Plan } from './design.ts'
import { commissioningColumns, type KeptCommissioning, planOf } from './find-commissioning.ts'
import { findStoreWithin, type StoreWithin } from './find-store-within.ts'
import { type Deviation, judgeAgreement } from './judge-agreement.ts'
import { judgeLanes, type LaneNow } from './judge-lanes.ts'
import { judgeTests } from './judge-tests.ts'
import type { Observation } from './observation.ts'
import { testKey } from './plan-tests.ts'
import { type Evidence, readEvidence } from './read-evidence.ts'
import { readSeenStores } from './read-seen-stores.ts'
import { readTestFacts } from './read-test-facts.ts'
import type { SeenStore } from './seen-store.ts'

export const GetCommissioningInput = z.strictObject({ storeId: RowId })
export type GetCommissioningInput = z.infer<typeof GetCommissioningInput>

/** A test beside what was kept of it; what was observed once in a round stays observed. */
export interface TestNow extends Pick<Observation, 'test' | 'subject' | 'state' | 'figures'> {
  readonly evidence: Evidence | null
}

export interface Agreement {
  readonly version: number
  readonly signedBy: string
  readonly signedAtMs: number
  readonly approvedBy: string
  readonly approvedAtMs: number
  readonly hash: string
}

export interface CommissioningDetail {
  readonly store: StoreWithin & { readonly currency: string; readonly timeZone: string }
  /** The one under way, if one is. */
  readonly current:
    | (Omit<KeptCommissioning, 'statement' | 'signedBy'> & {
        /** Names. */
        readonly signedBy: string | null
        /** The actor signed first, so somebody else has to be second. */
        readonly signedByMe: boolean
        readonly lanes: readonly LaneNow[]
        readonly tests: readonly TestNow[]
      })
    | null
  readonly seen: SeenStore
  /** The newest first. */
  readonly agreements: readonly Agreement[]
  /** What was agreed last, and what differs from it now. */
  readonly agreed: (Plan & { readonly deviations: readonly Deviation[] }) | null
}

/** One store on its way to selling, or what was agreed of it. Throws `not_found` beyond the actor's reach. */
export async function getCommissioning(ctx: ServiceContext, { storeId }: GetCommissioningInput): Promise<CommissioningDetail> {
  const store = await findStoreWithin(ctx, ctx.pool, storeId)
  const nowMs = ctx.now().getTime()
  return readTogether(ctx, async (rows) => {
    const [place] = await rows<{ currency: string; timeZone: string }>(
      `select s.currency::text as currency, h.time_zone as "timeZone" from store s
       join lateral (select time_zone from store_hours where store_id = s.id order by valid_from desc limit 1) h on true where s.id = $1`,
      storeId,
    )
    const [kept] = await rows<KeptCommissioning>(
      `select ${commissioningColumns} from commissioning c where c.store_id = $1 and c.ended_at is null`,
      storeId,
    )
    const seen = (await readSeenStores(rows, [storeId])).get(storeId) ?? { agents: [], terminals: [], methods: [] }
    const [agreed] = await rows<Plan>(
      `select requirements, design from commissioning_agreement where store_id = $1 order by version desc limit 1`,
      storeId,
    )
    return {
      store: { ...store, currency: place?.currency ?? '', timeZone: place?.timeZone ?? 'UTC' },
      current: kept === undefined ? null : await describe(rows, kept, { seen, nowMs, actor: ctx.actor }),
      seen,
      agreements: await readAgreements(rows, storeId),
      agreed: agreed === undefined ? null : { ...agreed, deviations: judgeAgreement(agreed, seen, nowMs) },
    }
  })
}

interface Around extends Pick<ServiceContext, 'actor'> {
  readonly seen: SeenStore
  readonly nowMs: number
}

async function describe(rows: ReadRows, kept: KeptCommissioning, { seen, nowMs, actor }: Around) {
  const { statement: _, signedBy, design, requirements, ...rest } = kept
  const [signer] = signedBy === null ? [] : await rows<{ name: string }>('select name from "user" where id = $1', signedBy)
  return {
    ...rest,
    requirements,
    design,
    signedBy: signer?.name ?? null,
    signedByMe: actor.kind === 'user' && actor.id === signedBy,
    lanes: design === null ? [] : judgeLanes(design, seen),
    tests: await readTests(rows, kept, nowMs),
  }
}

async function readTests(rows: ReadRows, kept: KeptCommissioning, nowMs: number): Promise<TestNow[]> {
  const { testBegunAtMs, state, requirements, design } = kept
  if (testBegunAtMs === null || requirements === null || design === null || state === 'open') return []
  const facts = await readTestFacts(rows, kept.storeId, new Date(testBegunAtMs))
  const evidence = new Map((await readEvidence(rows, kept.id, kept.run)).map((one) => [testKey(one), one]))
  return judgeTests(planOf(kept), facts, nowMs).map(({ test, subject, state: now, figures }) => {
    const held = evidence.get(testKey({ test, subject })) ?? null
    return { test, subject, state: now, figures: now === 'waiting' && held !== null ? held.figures : figures, evidence: held }
  })
}

const readAgreements = (rows: ReadRows, storeId: number) =>
  rows<Agreement>(
    `select a.version, f.name as "signedBy", ${epochMs('a.signed_at')} as "signedAtMs", t.name as "approvedBy",
       ${epochMs('a.approved_at')} as "approvedAtMs", encode(a.hash, 'hex') as hash
     from commissioning_agreement a join "user" f on f.id = a.signed_by join "user" t on t.id = a.approved_by
     where a.store_id = $1 order by a.version desc`,
    storeId,
  )
