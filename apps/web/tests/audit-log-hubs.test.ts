import { openCheckpoint, parseVerifierKey } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { findLogIdentity, recordAct } from '@counterfoil/services/audit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../src/realtime/metrics.ts'
import { newId, startHub, until } from './hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from './hub-process.ts'

let base: TestDatabase
const hubs: HubProcess[] = []
beforeEach(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterEach(async () => {
  await Promise.all(hubs.splice(0).map((hub) => hub.kill('SIGKILL')))
  await base.close()
})

const act = async () => {
  const id = newId()
  const ctx = { actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId: () => id }
  await recordAct(ctx, base.pool, { action: 'person.enabled', target: { type: 'person', id: 'p1' } })
  return id
}

/** Entries of these actions in the order of the log. */
async function logged(like: string): Promise<string[]> {
  const { rows } = await base.pool.query(
    'select e.action from audit_leaf l join audit_entry e on e.id = l.entry_id where e.action like $1 order by l.idx',
    [like],
  )
  return rows.map(({ action }) => action)
}

/** A checkpoint that covers the entry stands, and opens by the key the registry gives. */
async function isSigned(entryId: string): Promise<boolean> {
  const { rows } = await base.pool.query(
    'select c.note from audit_leaf l join audit_checkpoint c on c.size > l.idx where l.entry_id = $1 limit 1',
    [entryId],
  )
  if (rows[0] === undefined) return false
  const identity = await findLogIdentity(base)
  const logKey = parseVerifierKey(identity?.logKey ?? '')
  return openCheckpoint(rows[0].note, { origin: identity?.origin ?? '', logKey, trusted: [] }).ok
}

describe('a hub', () => {
  it('gives entries their places, signs the log, and ends it in order', async () => {
    const metrics = createMetrics()
    const hub = await startHub(base, { metrics })
    const id = await act()
    await until(() => isSigned(id))
    expect(await logged('log.%')).toEqual(['log.started'])
    const text = await metrics.registry.metrics()
    expect(text).toMatch(/counterfoil_log_keeper 1/)
    expect(text).toMatch(/counterfoil_log_entry_to_checkpoint_seconds_count [1-9]/)
    const last = await act()
    await hub.close()
    expect(await logged('log.%')).toEqual(['log.started', 'log.stopped'])
    expect(await isSigned(last)).toBe(true)
    const { rows } = await base.pool.query(
      `select (select size from audit_tree) = (select max(size) from audit_checkpoint) as signed, (select count(*)::int4 from audit_queue) as waiting`,
    )
    expect(rows).toEqual([{ signed: true, waiting: 0 }])
  })

  it('that is killed is succeeded by another, which tells of the gap', async () => {
    const start = async () => {
      const hub = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
      hubs.push(hub)
      return hub
    }
    const first = await start()
    await until(async () => (await logged('log.started')).length === 1)
    const second = await start()
    await first.kill('SIGKILL')
    const id = await act()
    await until(() => isSigned(id))
    expect(await logged('log.%')).toEqual(['log.started', 'log.gap', 'log.started'])
    await second.kill('SIGTERM')
    expect(await logged('log.%')).toEqual(['log.started', 'log.gap', 'log.started', 'log.stopped'])
  })
})
