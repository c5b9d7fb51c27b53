import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enrolled, greet, until } from '../../../../apps/web/tests/hub-bed.ts'
import { freePort, startHubProcess } from '../../../../apps/web/tests/hub-process.ts'
import { putBack } from '../../support/witness-bed.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'

const cli = { type: 'system', id: 'cli' } as const
const hub = { type: 'system', id: 'hub' } as const

async function recorded({ database }: LogScene, action: string): Promise<number> {
  const { rows } = await database.pool.query('select count(*)::int4 as n from audit_entry where action = $1', [action])
  return rows[0].n
}
const STORE = '--name Test --country DE --city Bonn --currency EUR --time-zone Europe/Berlin --entity Chain'.split(' ')

export const installationScenes: readonly Scene[] = [
  {
    action: 'installation.made',
    by: 'the first start',
    // Done where the bed begins.
    act: async () => ({ actor: { type: 'system', id: 'launcher' }, target: { type: 'installation' } }),
  },
  {
    action: 'store.added',
    by: 'counterfoil store add',
    async act({ counterfoil }) {
      const { id } = JSON.parse(await counterfoil(['store', 'add', '0417', ...STORE, '--json']))
      return { actor: cli, target: { type: 'store', id: String(id) } }
    },
  },
  {
    action: 'rates.recorded',
    by: 'counterfoil rates',
    async act({ counterfoil }) {
      const file = join(mkdtempSync(join(tmpdir(), 'counterfoil-rates-')), 'rates.csv')
      writeFileSync(file, '2026-11-19,EUR,CNY,7.7392\n')
      await counterfoil(['rates', file, '--source', 'ECB'])
      return { actor: cli, target: { type: 'rates', id: 'ECB' } }
    },
  },
  {
    action: 'figures.rebuilt',
    by: 'counterfoil rebuild',
    async act({ counterfoil }) {
      await counterfoil(['rebuild'])
      return { actor: cli, target: { type: 'figures', id: 'all' } }
    },
  },
  {
    action: 'figures.rebuild_begun',
    by: 'the same',
    act: async () => ({ actor: cli, target: { type: 'figures', id: 'all' } }),
  },
]

const ofLog = (more: Partial<Wanted> = {}): Wanted => ({ actor: hub, target: { type: 'log' }, ...more })

/** A backup that is put back takes what was recorded since away: this comes before anything that is looked for. */
export const lossScenes: readonly Scene[] = [
  {
    action: 'log.loss_found',
    by: 'an agent that saw more than there is',
    async act(bed) {
      const { admin, database } = bed
      for (let time = 0; time < 4; time += 1)
        await admin.ask('audit.list', { filter: { requirement: '10.2.1.1', heads: time > 1 } })
      await bed.settle()
      const { rows } = await database.pool.query<{ size: string; note: string }>(
        'select size::text, note from audit_checkpoint order by audit_checkpoint.size desc, signed_at desc limit 1',
      )
      const { size = '0', note = '' } = rows[0] ?? {}
      await bed.stopHub()
      await putBack(database, Number(size) - 3)
      await bed.startHub()
      const connection = await greet(bed.hub().url, await enrolled(database))
      await until(async () => {
        await connection.socket.timeout(10_000).emitWithAck('checkpoint', { from: size, note, older: [] })
        return (await recorded(bed, 'log.loss_found')) > 0
      })
      connection.close()
      return ofLog({ outcome: 'failed', reason: 'behind' })
    },
  },
  {
    action: 'log.loss_declared',
    by: 'an administrator',
    async act({ admin }) {
      const loss = await admin.ask<{ id: string }>('logLoss.open')
      await admin.ask('logLoss.declare', { lossId: loss.id, why: 'The backup of 02:00 was put back.' })
      return ofLog({ actor: { type: 'user', id: admin.id } })
    },
  },
  {
    action: 'log.restored',
    by: 'a second one',
    async act({ second }) {
      const loss = await second.ask<{ id: string }>('logLoss.open')
      await second.ask('logLoss.confirm', { lossId: loss.id })
      return ofLog({ actor: { type: 'user', id: second.id } })
    },
  },
]

export const hubScenes: readonly Scene[] = [
  {
    action: 'log.stopped',
    by: 'a hub that ends in order',
    async act(bed) {
      await bed.stopHub()
      return ofLog()
    },
  },
  {
    action: 'log.started',
    by: 'a hub as a process',
    async act(bed) {
      const before = await recorded(bed, 'log.started')
      const running = await startHubProcess({ databaseUrl: bed.database.url, port: await freePort() })
      await until(async () => (await recorded(bed, 'log.started')) > before)
      await running.kill('SIGKILL')
      return ofLog()
    },
  },
  {
    action: 'log.gap',
    by: 'the hub that follows one that was killed',
    async act(bed) {
      // As if that was a minute ago, which nobody has to wait out.
      await bed.database.owner.query(`update audit_sequencer set seen_at = seen_at - interval '1 minute'`)
      await bed.startHub()
      await until(async () => (await recorded(bed, 'log.gap')) > 0)
      return ofLog({ outcome: 'failed' })
    },
  },
]
