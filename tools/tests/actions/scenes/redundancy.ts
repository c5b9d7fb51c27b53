import { lookAtDrills } from '@counterfoil/services/redundancy'
import { newId } from '../../../../apps/web/tests/hub-bed.ts'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene } from '../support/play-scenes.ts'

let drillId = ''

/** The store's agent knows two addresses, and is asked to go over to the second; it says that it could not. */
export const redundancyScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'redundancy.drill_begun',
    by: 'the store’s page of redundancy',
    async act({ admin, deliver, pc, database }) {
      const { id: agentId, storeId } = pc.agent
      await deliver({
        kind: 'agent.configured',
        terminals: [{ key: 'zvt-5', lane: '5', protocol: 'zvt', link: 'serial', address: '/dev/ttyUSB0' }],
        hubs: ['https://hub.example:4000', 'https://backup.example:4000'],
      })
      await database.owner.query('update agent_presence set connected = true where agent_id = $1 and until is null', [agentId])
      const input = { storeId, agentId, seconds: 30, reason: 'spring test' }
      drillId = (await admin.ask<{ drillId: string }>('redundancy.beginHubDrill', input)).drillId
      return { actor: { type: 'user', id: admin.id }, target: { type: 'redundancy_drill', id: drillId } }
    },
  },
  {
    action: 'redundancy.drill_ended',
    by: 'the hub, from what the agent signed',
    async act({ deliver, database }) {
      const { rows } = await database.owner.query<{ id: string }>('select command_id as id from redundancy_drill where id = $1', [
        drillId,
      ])
      const ended = { task: 'link.drill', outcome: 'failed', code: 'spare_silent', lines: ['Nobody answered there.'] }
      await deliver({ kind: 'command.ended', command: rows[0]?.id, ...ended })
      await lookAtDrills({ pool: database.pool, newId, now: () => new Date() })
      return { actor: { type: 'system', id: 'hub' }, target: { type: 'redundancy_drill', id: drillId } }
    },
  },
]
