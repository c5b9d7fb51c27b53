import { createPool } from '@counterfoil/db'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkpointSigner, findLogOrigin, makeCheckpoint } from '../src/audit/index.ts'
import { saleEvents } from '../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { type VerifyRecordOptions, verifyRecord } from '../src/verify-record/index.ts'
import { hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'
import { enrolled, newId, openIngest } from './ingest-bed.ts'
import { type MovableClock, openMovableClock } from './movable-clock.ts'
import { recordHistory } from './recorded-history.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(9))
let base: TestDatabase
let clock: MovableClock

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await registerHubKeys(hubContext(base.pool), [keys])
  clock = await openMovableClock(base)
  await recordHistory(base, clock, Math.ceil(Date.now() / 60_000) * 60_000)
  await sign()
})
afterAll(async () => {
  await clock?.pool.end()
  await base?.close()
})

async function sign(): Promise<void> {
  await sequenceAll(base.pool)
  const signer = checkpointSigner((await findLogOrigin(base)) ?? '', keys.checkpoints)
  if ((await makeCheckpoint(hubContext(base.pool), signer)) === null) throw new Error('no checkpoint was made')
}

const verify = async (more: Partial<VerifyRecordOptions> = {}) => {
  const pool = createPool({ url: base.url, max: 1, role: 'verifier' })
  try {
    return await verifyRecord({ pool, ...more })
  } finally {
    await pool.end()
  }
}
const words = (remarks: readonly { readonly text: string }[]) => remarks.map(({ text }) => text).join('\n')

describe('the record of a database', () => {
  it('is sound with epochs, repeats, clocks that jumped, a successor and unknown kinds in it', async () => {
    const steps = new Set<string>()
    const report = await verify({ onProgress: (step) => steps.add(step) })
    expect(report.findings).toEqual([])
    const { rows } = await base.owner.query(
      'select (select count(*)::int4 from event) as events, (select count(*)::int4 from agent_batch) as batches',
    )
    expect(report).toMatchObject({ exitCode: 0, verdict: 'sound', stores: 2, ...rows[0], loggedBatches: rows[0].batches })
    expect([...steps]).toEqual(['log', 'journal', 'figures'])
    expect(words(report.remarks)).toContain('taken from the database itself')
  })

  it('says what waits for a checkpoint, what was cut, and goes on beside an ingest at work', async () => {
    const bed = await openIngest(base.pool)
    const { agent, script } = await enrolled(base.db)
    const basket = saleEvents({ id: newId(), basket: 'card 4111 1111 1111 1111' })
    expect(await bed.ingest.submit(agent, script.batch(basket))).toMatchObject({ ok: true })
    const waiting = await verify()
    expect(waiting.findings).toEqual([])
    expect(words(waiting.remarks)).toContain('1 batches of agents wait for a checkpoint')
    expect(words(waiting.remarks)).toContain('1 events had a card number cut out')

    let going = true
    const work = (async () => {
      while (going) {
        const answer = await bed.ingest.submit(agent, script.batch(saleEvents({ id: newId() })))
        if (!answer.ok) throw new Error(answer.message)
      }
    })()
    for (let round = 0; round < 3; round += 1) {
      expect((await verify()).findings).toEqual([])
      await sign()
    }
    going = false
    await work
    await bed.ingest.close()
  })

  it('in which entries are shown as something else than was hashed, or were kept out of the log, is not', async () => {
    const client = await base.owner.connect()
    try {
      await client.query('begin')
      await client.query('alter table audit_entry disable trigger user')
      const { rows } = await client.query(
        `update audit_entry e set actor_id = 'somebody else' from audit_leaf l where l.entry_id = e.id and l.idx = 3 returning e.id`,
      )
      await client.query('alter table audit_entry enable trigger user')
      await client.query('commit')
      const { findings, exitCode } = await verify()
      expect(exitCode).toBe(2)
      expect(findings).toEqual([expect.objectContaining({ kind: 'changed', index: 3, key: { id: rows[0]?.id } })])
      expect(findings[0]?.text).toContain('actor')

      await recordMany(base.pool, 1)
      const { rows: kept } = await client.query('delete from audit_queue returning entry_id as id')
      const stray = await verify()
      expect(stray.exitCode).toBe(3)
      expect(stray.findings).toContainEqual(expect.objectContaining({ kind: 'missing', table: 'audit_entry', key: kept[0] }))
    } finally {
      client.release(true)
    }
  })

  it('in which an event is marked as cut to hide that it was changed, or whose witnesses are too few, is not', async () => {
    const client = await base.owner.connect()
    try {
      await client.query('alter table event disable trigger user')
      const { rows } = await client.query(
        `update event set cut = true, body = '{}' where (agent_id, epoch, seq) = (select agent_id, epoch, min(seq) from event
           where kind = 'payment.opened' and not cut group by 1, 2 order by 1, 2 limit 1) returning agent_id as agent, epoch, seq::int4 as seq`,
      )
      const [{ agent, epoch, seq } = { agent: 0, epoch: 0, seq: 0 }] = rows
      const { findings } = await verify({ trust: { quorum: 1 } })
      expect(findings).toContainEqual(expect.objectContaining({ kind: 'changed', agent, epoch, events: [seq, seq] }))
      expect(findings.map(({ kind }) => kind)).toContain('quorum_not_met')
    } finally {
      client.release(true)
    }
  })
})
