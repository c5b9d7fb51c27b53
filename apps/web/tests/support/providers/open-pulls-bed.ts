import { type Bill, listBills, listPulls, type Pull } from '@counterfoil/services/funds/pulls'
import { takeFile } from '@counterfoil/services/funds/reading'
import { realClock } from '@counterfoil/services/testing'
import { deriveHubKeys } from '@counterfoil/services/vault'
import { expect } from 'vitest'
import { type FundsBed, openFundsBed } from '../../../../../packages/services/tests/funds-bed.ts'
import { pullFiles, type StandIns } from '../../../src/realtime/funds/pulls/pull-files.ts'
import { createFundsNotices, NOTICES_PATH } from '../../../src/realtime/http/funds-notices.ts'
import { createLog } from '../../../src/realtime/log.ts'
import { createMetrics } from '../../../src/realtime/metrics.ts'
import { newId } from '../../hub-bed.ts'
import { serve } from './listen.ts'

const MINUTE_MS = 60_000
const within = { timeout: 60_000, interval: 20 }

/** A chain with a hub that fetches, at a time that is told. */
export interface PullsBed {
  readonly bed: FundsBed
  readonly ctx: FundsBed['ctx']
  readonly nowMs: () => number
  /** A hub that begins to fetch, in place of the one there is. */
  start(standIns: StandIns): Promise<void>
  passes(minutes: number): void
  pull(name: string): Promise<Pull | undefined>
  bills(name: string): Promise<readonly Pick<Bill, 'name' | 'state' | 'trouble'>[]>
  /** Until it was looked at, first or once more after so many minutes. */
  looked(...names: readonly string[]): Promise<void>
  lookAgain(names: string | readonly string[], minutes: number): Promise<void>
  /** What was kept under that name, and how it reads. */
  file(name: string): Promise<Record<'via' | 'state' | 'format' | 'by', unknown> | undefined>
  /** How many bytes were kept under that name; undefined for none. */
  kept(name: string): Promise<number | undefined>
  /** Tells a hub something under the name of a pull, as its provider would. */
  tell(pullName: string, body: string, headers?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }>
  refusals(pullName: string): Promise<readonly string[]>
  close(): Promise<void>
}

export async function openPullsBed(startAt: string): Promise<PullsBed> {
  const bed = await openFundsBed()
  const { pool } = bed.database
  const begun = realClock.nowMs()
  let skewMs = Date.parse(startAt) - begun
  const nowMs = () => realClock.nowMs() + skewMs
  const ctx = { ...bed.ctx, now: () => new Date(nowMs()) }
  // Rounds follow each other quickly; what is waited for a minute ends when the test says so.
  const clock = {
    ...realClock,
    nowMs,
    startTimer: (delayMs: number, fire: () => void) => realClock.startTimer(delayMs <= 2_000 ? 10 : delayMs, fire),
  }
  const parts = { pool, clock, newId, log: createLog('silent'), keys: [deriveHubKeys(new Uint8Array(32))] } as const
  const take = createFundsNotices(parts)
  const notices = await serve((request, response) => take(request, response, (request.url ?? '').slice(NOTICES_PATH.length)))
  let puller: ReturnType<typeof pullFiles> | null = null
  const pull = async (name: string) => (await listPulls(ctx)).find((one) => one.name === name)
  const times = async (names: readonly string[]) => {
    const looked = new Map((await listPulls(ctx)).map((one) => [one.name, one.lookedAt?.getTime() ?? 0]))
    return names.map((name) => looked.get(name) ?? 0)
  }
  return {
    bed,
    ctx,
    nowMs,
    async start(standIns) {
      await puller?.close()
      puller = pullFiles({ ...parts, metrics: createMetrics() }, standIns)
    },
    passes(minutes) {
      skewMs += minutes * MINUTE_MS
    },
    pull,
    async bills(name) {
      return (await listBills(ctx, name)).map((bill) => ({ name: bill.name, state: bill.state, trouble: bill.trouble }))
    },
    async looked(...names) {
      await expect.poll(async () => (await times(names)).includes(0), within).toBe(false)
    },
    async lookAgain(names, minutes) {
      const all = [names].flat()
      const before = await times(all)
      skewMs += minutes * MINUTE_MS
      await expect.poll(async () => (await times(all)).every((at, index) => at > (before[index] ?? 0)), within).toBe(true)
    },
    async file(name) {
      const { rows } = await pool.query<{ id: number }>(`select id from funds_file where name = $1 and state <> 'duplicate'`, [
        name,
      ])
      if (rows[0] === undefined) return undefined
      await takeFile(bed.ctx, bed.parts, rows[0].id)
      const { received_via: via, state, format, received_by: by } = await bed.file(rows[0].id)
      return { via, state, format, by }
    },
    async kept(name) {
      const { rows } = await pool.query<{ size: number }>(`select size::int4 as size from funds_file where name = $1`, [name])
      expect(rows.length).toBeLessThanOrEqual(1)
      return rows[0]?.size
    },
    async tell(pullName, body, headers = {}) {
      const answer = await fetch(`${notices.origin}${NOTICES_PATH}${pullName}`, { method: 'POST', body, headers })
      return { status: answer.status, text: await answer.text() }
    },
    async refusals(pullName) {
      const { rows } = await pool.query<{ reason: string }>(
        `select a.reason from audit_entry a join funds_pull p on a.target_id = p.id::text
         where a.action = 'funds_pull.refused' and p.name = $1 order by a.acted_at, a.id`,
        [pullName],
      )
      return rows.map(({ reason }) => reason)
    },
    async close() {
      await puller?.close()
      await notices.close()
      await bed.close()
    },
  }
}
