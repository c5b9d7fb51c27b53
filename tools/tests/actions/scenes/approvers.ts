import { randomUUID } from 'node:crypto'
import { createSoftwarePasskey, type SoftwarePasskey } from '@counterfoil/audit/testing'
import { approvalText, rosterText } from '@counterfoil/protocol'
import type { AgentsBed } from '../support/agents-bed.ts'
import { ORIGIN } from '../support/log-scene.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const site = { id: new URL(ORIGIN).hostname, origins: [ORIGIN] }
const hub = { type: 'system', id: 'hub' } as const
let secondKey: SoftwarePasskey
let commandId = ''

const by = ({ id }: Somebody, type: 'approvers' | 'command', target: string): Wanted => ({
  actor: { type: 'user', id },
  target: { type, id: target },
})

async function givePasskey({ database }: AgentsBed, { id }: Somebody): Promise<SoftwarePasskey> {
  const passkey = createSoftwarePasskey(`user:${id}`, site)
  await database.owner.query(
    `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at)
     values ($1, $2, 'key', $3, $4, 0, false, now())`,
    [randomUUID(), id, Buffer.from(passkey.key.credentialId, 'base64url'), passkey.cose],
  )
  return passkey
}

/** The second person's passkey over a text. */
export function responseTo(text: string) {
  const { credentialId, clientData, authenticatorData, signature } = secondKey.approve(text)
  const response = { clientDataJSON: clientData, authenticatorData, signature }
  return { id: credentialId, rawId: credentialId, type: 'public-key', response }
}

/** Two people with passkeys, and what takes both of them. */
export const approverScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'approvers.in_force',
    by: 'the page of approvers: the first list counts at once',
    async act(bed) {
      await givePasskey(bed, bed.admin)
      secondKey = await givePasskey(bed, bed.second)
      await bed.admin.ask('approvers.change', { people: [bed.admin.id, bed.second.id] })
      return by(bed.admin, 'approvers', '1')
    },
  },
  {
    action: 'command.approvers_noted',
    by: 'an agent that was told a list nobody approved',
    async act({ deliver, pc }) {
      const detail = '0 of the kept list’s people approved it, and it takes two.'
      await deliver({ kind: 'command.approvers', number: 2, roster: '0'.repeat(64), verdict: 'refused', detail })
      return { actor: hub, target: { type: 'agent', id: String(pc.agent.id) }, outcome: 'failed', reason: 'not_approved' }
    },
  },
  {
    action: 'approvers.proposed',
    by: 'the same page',
    async act(bed) {
      await bed.admin.ask('approvers.change', { people: [bed.admin.id, bed.second.id] })
      return by(bed.admin, 'approvers', '2')
    },
  },
  {
    action: 'approvers.approved',
    by: 'somebody of the list in force, with a passkey',
    async act({ database, second }) {
      const { rows } = await database.pool.query<{ roster: string }>('select roster from approver_roster where number = 2')
      await second.ask('approvers.approve', { number: 2, response: responseTo(rosterText(rows[0]?.roster ?? '')) })
      return by(second, 'approvers', '2')
    },
  },
  {
    action: 'approvers.withdrawn',
    by: 'the page of approvers',
    async act({ admin }) {
      await admin.ask('approvers.withdraw', { number: 2 })
      return by(admin, 'approvers', '2')
    },
  },
  {
    action: 'command.proposed',
    by: 'the page of an agent',
    async act({ admin, pc }) {
      const input = { agentId: pc.agent.id, kind: 'agent.rotate_key', args: {}, reason: 'the PC was stolen and came back' }
      commandId = (await admin.ask<{ commandId: string }>('commands.propose', input)).commandId
      return by(admin, 'command', commandId)
    },
  },
  {
    action: 'command.approved',
    by: 'a second person on the same page, with a passkey',
    async act({ second }) {
      const { text } = await second.ask<{ text: string }>('commands.approvalOptions', { commandId })
      if (!text.startsWith(approvalText(''))) throw new Error(`not what is approved: ${text}`)
      await second.ask('commands.approve', { commandId, response: responseTo(text) })
      return by(second, 'command', commandId)
    },
  },
]
