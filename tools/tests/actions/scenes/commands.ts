import { createKeyPair } from '@counterfoil/audit'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'

const hub = { type: 'system', id: 'hub' } as const
let asked = ''
const byAdmin = ({ admin }: AgentsBed, id: string): Wanted => ({
  actor: { type: 'user', id: admin.id },
  target: { type: 'command', id },
})

/** What is asked of a store's agent; the PC of the bed says what became of it as an agent would. */
export const commandScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'command.asked',
    by: 'the page of an agent',
    async act(bed) {
      const input = { agentId: bed.pc.agent.id, kind: 'agent.status', args: {} }
      asked = (await bed.admin.ask<{ commandId: string }>('commands.ask', input)).commandId
      return byAdmin(bed, asked)
    },
  },
  {
    action: 'command.ended',
    by: 'the agent that was asked',
    async act({ deliver }) {
      await deliver({ kind: 'command.ended', command: asked, task: 'agent.status', outcome: 'done', lines: ['all is well'] })
      return { actor: hub, target: { type: 'command', id: asked } }
    },
  },
  {
    action: 'command.disturbing',
    by: 'the same page',
    async act(bed) {
      const input = { agentId: bed.pc.agent.id, kind: 'agent.restart', args: {}, reason: 'it does not answer' }
      return byAdmin(bed, (await bed.admin.ask<{ commandId: string }>('commands.disturb', input)).commandId)
    },
  },
  {
    action: 'command.withdrawn',
    by: 'the same page, before the agent is there',
    async act(bed) {
      const pc = await bed.addPc()
      const input = { agentId: pc.agent.id, kind: 'agent.ports', args: {} }
      const { commandId } = await bed.admin.ask<{ commandId: string }>('commands.ask', input)
      await bed.admin.ask('commands.withdraw', { commandId })
      return byAdmin(bed, commandId)
    },
  },
  {
    action: 'configuration.sent',
    by: 'the settings of devices',
    async act(bed) {
      const place = { kind: 'store', storeId: bed.pc.agent.storeId }
      await bed.admin.ask('deviceSettings.set', { place, setting: 'agent.logLevel', value: 'debug', before: null })
      const { token } = await bed.admin.ask<{ token: string }>('configurations.preview', { place })
      await bed.admin.ask('configurations.send', { place, token, reason: 'to see more', window: null })
      return { actor: { type: 'user', id: bed.admin.id }, target: { type: 'agent', id: String(bed.pc.agent.id) } }
    },
  },
  {
    action: 'configuration.noted',
    by: 'the agent that tried it',
    async act({ deliver, pc }) {
      const why = { cause: 'terminal_not_ready', detail: 'lane-1 was not ready again.' }
      await deliver({ kind: 'agent.configuration', state: 'returned', number: 1, hash: 'a'.repeat(64), kept: 0, ...why })
      return { actor: hub, target: { type: 'agent', id: String(pc.agent.id) }, outcome: 'failed', reason: 'terminal_not_ready' }
    },
  },
  {
    action: 'command.forged',
    by: 'an agent that was told something by somebody else',
    async act({ deliver, pc }) {
      await deliver({ kind: 'command.forged', cause: 'bad_signature', detail: 'Not signed by this hub.', count: 1 })
      return { actor: hub, target: { type: 'agent', id: String(pc.agent.id) }, outcome: 'failed', reason: 'bad_signature' }
    },
  },
  {
    action: 'command.key_noted',
    by: 'an agent that was told another key',
    async act({ deliver, pc }) {
      await deliver({ kind: 'command.key', publicKey: createKeyPair().publicKey, verdict: 'refused' })
      return { actor: hub, target: { type: 'agent', id: String(pc.agent.id) }, outcome: 'failed', reason: 'not_vouched_for' }
    },
  },
]
