import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditFilter, checkpointSigner, findLogOrigin } from '../src/audit/index.ts'
import { readAuditRows } from '../src/audit/read-audit-rows.ts'
import type { ReadRows } from '../src/read-rows.ts'
import { fillRecord } from '../src/testing/index.ts'
import { deriveHubKeys } from '../src/vault/index.ts'

const ENTRIES = 40_000
const DAY_MS = 24 * 3_600_000
const TO = Date.UTC(2026, 10, 28)
const FROM = TO - 340 * DAY_MS
const day = { fromMs: TO - 89 * DAY_MS, toMs: TO - 88 * DAY_MS }
const OF_A_DAY = (ENTRIES / 340) * 1.2

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly Plan[]
}

let database: TestDatabase
let client: pg.PoolClient
beforeAll(async () => {
  database = await openTestDatabase()
  await createInstallation(database.db)
  const signer = checkpointSigner((await findLogOrigin(database)) ?? '', deriveHubKeys(new Uint8Array(32).fill(4)).checkpoints)
  await fillRecord({ client: database.owner, entries: ENTRIES, fromMs: FROM, toMs: TO, signer, say: () => {} })
  client = await database.pool.connect()
})
afterAll(async () => {
  client?.release()
  await database?.close()
})

/** The plans of everything a search asks, and how many entries it looked at to find its rows. */
async function search(filter: AuditFilter) {
  const nodes: Plan[] = []
  const rows: ReadRows = async (sql, ...values) => {
    const { rows: told } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(`explain (analyze, format json) ${sql}`, [
      ...values,
    ])
    nodes.push(...flatten(told[0]?.['QUERY PLAN'][0]?.Plan))
    return (await client.query(sql, [...values])).rows
  }
  const found = await readAuditRows(rows, filter, null, 51)
  const whole = nodes.filter((node) => node['Node Type'].includes('Seq Scan') && node['Relation Name']?.startsWith('audit_'))
  const looked = nodes
    .filter((node) => node['Relation Name'] === 'audit_entry')
    .reduce((sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'], 0)
  return { found, whole: whole.map((node) => node['Relation Name']), looked }
}

function flatten(plan: Plan | undefined): Plan[] {
  return plan === undefined ? [] : [plan, ...(plan.Plans ?? []).flatMap(flatten)]
}

describe('the 89th day of a year of the record', () => {
  it.each<[string, AuditFilter, 'some' | 'none']>([
    ['its time', day, 'some'],
    ['a person who acted', { ...day, actor: 'person-5' }, 'some'],
    ['a person nobody is', { ...day, actor: 'person-none' }, 'none'],
    ['all that touched a person', { ...day, thing: { type: 'person', id: 'person-5' } }, 'some'],
    ['an action', { ...day, action: 'person.access_changed' }, 'some'],
    ['an action that never was', { ...day, action: 'personal.erased' }, 'none'],
    ['a requirement', { ...day, requirement: '10.2.1.3' }, 'some'],
    ['a requirement nothing was logged for', { ...day, requirement: '10.2.1.6' }, 'none'],
    ['what was refused', { ...day, outcome: 'refused' }, 'some'],
    ['what failed', { ...day, outcome: 'failed' }, 'none'],
    ['the heads too', { ...day, heads: true }, 'some'],
    ['a word', { ...day, text: 'person-5@chain.example' }, 'none'],
    ['a word nobody wrote', { ...day, text: 'zebra' }, 'none'],
  ])('is searched by %s through an index, looking at no more entries than that day has', async (_by, filter, wanted) => {
    const { found, whole, looked } = await search(filter)
    expect(whole).toEqual([])
    expect(looked).toBeLessThan(OF_A_DAY * 2 + 200)
    if (wanted === 'some') expect(found.length).toBeGreaterThan(0)
    for (const { recordedAtMs } of found) expect([recordedAtMs >= day.fromMs, recordedAtMs < day.toMs]).toEqual([true, true])
  })

  it.each<[string, AuditFilter]>([
    ['a person nobody is', { actor: 'person-none' }],
    ['a thing nothing touched', { thing: { type: 'payment', id: 'none' } }],
    ['what failed', { outcome: 'failed' }],
    ['a rare word', { text: 'rare' }],
  ])('and all of the year by %s, without reading it all', async (_by, filter) => {
    const { whole, looked } = await search(filter)
    expect(whole).toEqual([])
    expect(looked).toBeLessThan(1_000)
  })
})
