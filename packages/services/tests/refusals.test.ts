import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { recordRefusal, tellFoldedRefusals } from '../src/audit/index.ts'
import { rateLimits } from '../src/rate-limits/index.ts'
import { openPeopleBed, type PeopleBed, START } from './people-bed.ts'

let bed: PeopleBed
beforeEach(async () => {
  await bed?.close()
  bed = await openPeopleBed()
})
afterAll(() => bed.close())

const { burst } = rateLimits.refusalEntry
const refuse = (ctx: ReturnType<PeopleBed['as']>, procedure = 'people.list') =>
  recordRefusal(ctx, {
    action: 'access.refused',
    target: { type: 'procedure', id: procedure },
    outcome: 'refused',
    reason: 'permission_missing',
  })
const entries = async () => {
  const { rows } = await bed.database.pool.query(
    `select e.action, e.actor_id as actor, e.target_type as type, e.target_id as target, e.reason, e.body,
       (select p.value from audit_personal p where p.entry_id = e.id and p.name = 'origin.ip') as ip
     from audit_entry e order by e.recorded_at, e.id`,
  )
  return rows.map(({ body, ...row }) => ({ ...row, after: JSON.parse(body.toString()).after }))
}

describe('refusals of one account', () => {
  it('get an entry each up to a limit; beyond it one tells how many there were, and nobody else is held to it', async () => {
    const [eve, ada] = [await bed.addPerson(), await bed.addPerson()]
    await Promise.all(Array.from({ length: burst + 25 }, (_, at) => refuse(bed.as(eve), `p.${at}`)))
    await refuse(bed.as(ada))
    expect(await entries()).toHaveLength(burst + 1)
    bed.nowMs += 59_000
    expect(await tellFoldedRefusals(bed.as())).toBe(0)
    bed.nowMs += 1_000
    // Of two hubs at once, one tells it.
    const told = await Promise.all([tellFoldedRefusals(bed.as()), tellFoldedRefusals(bed.as())])
    expect(told.sort()).toEqual([0, 1])
    expect((await entries()).at(-1)).toMatchObject({
      action: 'access.refusals_folded',
      type: 'person',
      target: eve,
      reason: 'permission_missing',
      after: { of: 'access.refused', refusals: 25, fromMs: START, toMs: START },
    })
    await refuse(bed.as(eve))
    expect((await entries()).at(-1)).toMatchObject({ action: 'access.refused', actor: eve })
  })

  it('are counted on while they are told, so that none falls between', async () => {
    const eve = await bed.addPerson()
    for (let at = 0; at < burst; at += 1) await refuse(bed.as(eve))
    await refuse(bed.as(eve))
    bed.nowMs += 60_000 - 1
    await refuse(bed.as(eve))
    bed.nowMs += 60_000
    const more = Array.from({ length: 30 }, () => refuse(bed.as(eve)))
    await Promise.all([...more, tellFoldedRefusals(bed.as())])
    bed.nowMs += 60_000
    await tellFoldedRefusals(bed.as())
    const all = await entries()
    const folded = all.reduce((sum, { after }) => sum + (after?.refusals ?? 0), 0)
    expect(all.filter(({ action }) => action === 'access.refused').length + folded).toBe(burst + 2 + 30)
  })

  it('of nobody known are counted by where they come from, which can be erased', async () => {
    const act = { action: 'sign_in.failed', target: { type: 'person', id: 'unknown' }, outcome: 'refused', reason: 'x' } as const
    for (let at = 0; at < burst + 3; at += 1) await recordRefusal(bed.as(), act)
    bed.nowMs += 60_000
    await tellFoldedRefusals({ ...bed.as(), origin: { address: '::1' } })
    const last = (await entries()).at(-1)
    expect(last).toMatchObject({ type: 'source', target: 'unknown', ip: '192.0.2.7', after: { refusals: 3 } })
    expect(JSON.stringify(last?.after)).not.toContain('192')
  })
})
