import { createKeyPair, publicKeyText, signText } from '@counterfoil/audit'
import { rotationText } from '@counterfoil/protocol'
import { findAgent } from '@counterfoil/services/agents'
import { saleEvents, scriptAgent } from '@counterfoil/services/testing'
import { newId } from '../../../../apps/web/tests/hub-bed.ts'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import { enrolPc, type StoreMachine } from '../support/store-machine.ts'

const cli = { type: 'system', id: 'cli' } as const
const hub = { type: 'system', id: 'hub' } as const
const idOf = ({ agent }: StoreMachine) => String(agent.id)
const itself = (machine: StoreMachine) => ({ type: 'agent', id: idOf(machine) })
const byHub = (machine: StoreMachine, more: Partial<Wanted> = {}): Wanted => ({ actor: hub, target: itself(machine), ...more })

/** Joins with a code that the program made, and is known by its number. */
async function enrolByCode({ counterfoil, storeCode, database, hub: running }: AgentsBed): Promise<string> {
  const { code } = JSON.parse(await counterfoil(['join-code', storeCode, '--json']))
  const { agentId = '' } = await enrolPc(running().url, code)
  return String((await findAgent(database, agentId))?.id)
}

export const agentScenes: readonly Scene<AgentsBed>[] = [
  {
    action: 'agent.enrolled',
    by: 'a PC with a join code',
    async act(bed) {
      const id = await enrolByCode(bed)
      return { actor: { type: 'agent', id }, target: { type: 'agent', id } }
    },
  },
  {
    action: 'join_code.made',
    by: 'counterfoil join-code',
    // With the code before.
    act: async () => ({ actor: cli, target: { type: 'join_code' } }),
  },
  {
    action: 'agent.enrolment_refused',
    by: 'a PC with a code nobody made',
    async act({ hub: running }) {
      await enrolPc(running().url, 'ABCDEFGHJK')
      return { actor: hub, target: { type: 'join_code' }, outcome: 'refused', reason: 'wrong_code' }
    },
  },
  {
    action: 'terminals.configured',
    by: 'an agent that tells its terminals',
    async act(bed) {
      const terminal = { key: 'zvt-1', lane: '1', protocol: 'zvt', link: 'tcp', address: '192.0.2.7' }
      await bed.deliver({ kind: 'agent.configured', terminals: [terminal] })
      return { actor: itself(bed.pc), target: itself(bed.pc) }
    },
  },
  {
    action: 'terminal.identified',
    by: 'a terminal that tells its model',
    async act(bed) {
      await bed.deliver({ kind: 'terminal.identified', terminal: 'zvt-1', model: 'H5000', software: '7.1' })
      return { actor: hub, target: { type: 'terminal' } }
    },
  },
  {
    action: 'agents.heads',
    by: 'a batch that was committed',
    act: async () => ({ actor: hub, target: { type: 'ingest', id: 'batches' } }),
  },
  {
    action: 'agent.gap',
    by: 'an agent that had no room',
    async act(bed) {
      const lost = { class: 'debug', count: 3, firstSeq: 1, lastSeq: 2, fromMs: 1, toMs: 2, why: 'disk' }
      await bed.deliver({ kind: 'agent.gap', ...lost })
      return byHub(bed.pc, { outcome: 'failed', reason: 'disk' })
    },
  },
  {
    action: 'agent.clock_off',
    by: 'an agent whose clock is wrong',
    async act(bed) {
      await bed.deliver({ kind: 'agent.alert', code: 'clock_offset', state: 'raised', detail: 'It is 9.0 s behind.' })
      return byHub(bed.pc, { outcome: 'failed' })
    },
  },
  {
    action: 'agent.forked',
    by: 'a PC whose journal is another one',
    async act({ pc }) {
      const { uid, sign } = pc.agent
      await pc.connection?.send(scriptAgent({ uid, sign }).batch(saleEvents({ id: newId() })))
      return byHub(pc, { outcome: 'refused', reason: 'other_hash' })
    },
  },
  {
    action: 'agent.disk_reset',
    by: 'a PC whose disk was put back',
    async act(bed) {
      const pc = await bed.addPc()
      await pc.greet()
      const image = pc.join
      pc.restart()
      await pc.greet()
      pc.join = image
      pc.restart()
      await pc.greet()
      return byHub(pc, { outcome: 'refused', reason: 'old_join_number' })
    },
  },
  {
    action: 'agent.locked',
    by: 'two PCs with one identity',
    act: async (bed) => byHub(await lockTwo(bed), { reason: 'two_holders' }),
  },
  {
    action: 'agent.unlocked',
    by: 'counterfoil agent unlock',
    async act(bed) {
      const pc = await lockTwo(bed)
      await bed.counterfoil(['agent', 'unlock', idOf(pc)])
      return { actor: cli, target: itself(pc) }
    },
  },
  {
    action: 'agent.key_requested',
    by: 'counterfoil agent rotate-key',
    async act({ counterfoil, pc }) {
      await counterfoil(['agent', 'rotate-key', idOf(pc)])
      return { actor: cli, target: itself(pc) }
    },
  },
  {
    action: 'agent.key_changed',
    by: 'the agent that was asked',
    async act({ database, pc }) {
      pc.restart()
      await pc.greet()
      const next = createKeyPair()
      const found = await findAgent(database, pc.agent.uid)
      if (found === null) throw new Error('the agent has gone')
      const text = rotationText(pc.agent.uid, publicKeyText(found.key), next.publicKey)
      await pc.connection?.socket.timeout(10_000).emitWithAck('rotate', {
        publicKey: next.publicKey,
        oldSignature: pc.agent.sign(text).toString('base64'),
        newSignature: signText(next.privateKey, text),
      })
      pc.restart()
      await pc.greet((hello) => Buffer.from(signText(next.privateKey, hello), 'base64'))
      return { actor: itself(pc), target: itself(pc) }
    },
  },
  {
    action: 'agent.revoked',
    by: 'counterfoil agent revoke',
    async act({ counterfoil, pc }) {
      await counterfoil(['agent', 'revoke', idOf(pc)])
      return { actor: cli, target: itself(pc) }
    },
  },
]

/** A copy of the disk that is quicker than the shop. */
async function lockTwo(bed: AgentsBed): Promise<StoreMachine> {
  const shop = await bed.addPc()
  await shop.greet()
  await bed.copyOf(shop).greet()
  await shop.greet()
  return shop
}
