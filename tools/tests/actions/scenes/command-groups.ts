import { createIdMaker } from '@counterfoil/services'
import { runCommandGroups } from '@counterfoil/services/command-groups'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const newId = createIdMaker({ nowMs: Date.now, fillRandom: (bytes) => crypto.getRandomValues(bytes) })
let groupId = ''
const by = ({ id }: Somebody): Wanted => ({ actor: { type: 'user', id }, target: { type: 'command_group', id: groupId } })

async function ask({ admin }: AgentsBed, storeId: number, procedure: string, kind: string): Promise<Wanted> {
  const what = { chosen: { kind: 'place', scope: { kind: 'store', storeId } }, kind, args: {} }
  const { token } = await admin.ask<{ token: string }>('commandGroups.preview', what)
  const asked = { ...what, token, reason: 'it is asked of many' }
  groupId = (await admin.ask<{ groupId: string }>(`commandGroups.${procedure}`, asked)).groupId
  return by(admin)
}

/** What is asked of many agents at once, here of a store's. */
export const commandGroupScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'command_group.begun',
    by: 'the page of devices',
    act: async (bed) => ask(bed, (await bed.addPc()).agent.storeId, 'begin', 'agent.status'),
  },
  {
    action: 'command_group.ended',
    by: 'the hub, when its time is over and the store is still away',
    async act({ database: { pool } }) {
      await pool.query(`update command_group set expires_at = now() - interval '1 minute' where id = $1`, [groupId])
      const isOpen = async () =>
        (await pool.query(`select from command_group where id = $1 and state = 'running'`, [groupId])).rowCount === 1
      // The hub of the bed looks as well; one of the two ends it.
      while (await isOpen()) await runCommandGroups({ pool, newId, now: () => new Date() })
      return { actor: { type: 'system', id: 'hub' }, target: { type: 'command_group', id: groupId } }
    },
  },
  {
    action: 'command_group.proposed',
    by: 'the same page, for what stores notice',
    act: (bed) => ask(bed, bed.pc.agent.storeId, 'propose', 'agent.restart'),
  },
  {
    action: 'command_group.approved',
    by: 'a second person on the page of the command',
    async act({ second }) {
      await second.ask('commandGroups.approve', { groupId })
      return by(second)
    },
  },
  {
    action: 'command_group.stopped',
    by: 'the same page',
    async act({ admin }) {
      await admin.ask('commandGroups.stop', { groupId, reason: 'it is not wanted any more' })
      return by(admin)
    },
  },
]
