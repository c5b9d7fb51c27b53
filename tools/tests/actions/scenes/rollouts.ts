import { createIdMaker } from '@counterfoil/services'
import { runRollouts } from '@counterfoil/services/updates'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'
import { responseTo } from './approvers.ts'

const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
let rolloutId = ''
const by = ({ id }: Somebody): Wanted => ({ actor: { type: 'user', id }, target: { type: 'rollout', id: rolloutId } })

/** A version on its way; after the scenes of approvers, whose passkeys these need. */
export const rolloutScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'store.lab_changed',
    by: 'the page of agent versions',
    async act({ admin, database, storeCode }) {
      await admin.ask('updates.markLab', { code: storeCode, isLab: true })
      const { rows } = await database.pool.query<{ id: string }>('select id::text as id from store where code = $1', [storeCode])
      return { actor: { type: 'user', id: admin.id }, target: { type: 'store', id: rows[0]?.id ?? '' } }
    },
  },
  {
    action: 'rollout.proposed',
    by: 'the same page',
    async act({ admin, database }) {
      await database.pool.query(
        `insert into agent_release (version, platform, sha256, bytes, seen_at) values ('7.0.0', 'linux-x64', $1, 1000, now())`,
        [Buffer.alloc(32, 7)],
      )
      const input = { version: '7.0.0', soakMinutes: [0, 0, 0, 0, 0], reason: 'a newer version' }
      rolloutId = (await admin.ask<{ rolloutId: string }>('updates.propose', input)).rolloutId
      return by(admin)
    },
  },
  {
    action: 'rollout.approved',
    by: 'a second person on the same page, with a passkey',
    async act({ second }) {
      const { text } = await second.ask<{ text: string }>('updates.approvalOptions', { rolloutId })
      await second.ask('updates.approve', { rolloutId, response: responseTo(text) })
      return by(second)
    },
  },
  {
    action: 'rollout.moved',
    by: 'the hub, whose lab has no agent',
    async act({ database }) {
      await runRollouts({ pool: database.pool, now: () => new Date(), newId })
      return { actor: { type: 'system', id: 'hub' }, target: { type: 'rollout', id: rolloutId } }
    },
  },
  {
    action: 'rollout.changed',
    by: 'the same page',
    async act({ admin }) {
      await admin.ask('updates.change', { rolloutId, to: 'stop', reason: 'another one is due' })
      return by(admin)
    },
  },
]
