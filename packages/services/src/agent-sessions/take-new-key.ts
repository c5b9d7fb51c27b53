import { publicKeyObject, type verifyText } from '@counterfoil/audit'
import { type RotateAnswer, RotateKey, rotationText } from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { AgentRecord } from './agent-record.ts'

interface Parts {
  readonly agents: Pick<AgentRecord, 'offerKey'>
  readonly verify: typeof verifyText
  readonly log: (level: 'info' | 'warn', facts: object, message: string) => void
}

/** Keeps an agent's key to come, if the key in use and the new one itself both vouch for it. The same one again is no error. */
export async function takeNewKey({ agents, verify, log }: Parts, agent: FoundAgent, input: unknown): Promise<RotateAnswer> {
  const parsed = RotateKey.safeParse(input)
  if (!parsed.success) return { ok: false, code: 'malformed', message: 'The request is no new key.' }
  const { publicKey, oldSignature, newSignature } = parsed.data
  const text = rotationText(agent.uid, agent.publicKey, publicKey)
  const vouched = (await verify(agent.key, text, oldSignature)) && (await verify(publicKeyObject(publicKey), text, newSignature))
  if (!vouched)
    return { ok: false, code: 'bad_signature', message: 'The new key is not vouched for by the key in use and by itself.' }
  try {
    if (await agents.offerKey(agent.id, publicKey)) return { ok: true }
    return { ok: false, code: 'key_in_use', message: 'Another agent has this key.' }
  } catch (error) {
    log('warn', { err: error, agentId: agent.id }, 'a new key was not kept')
    return { ok: false, code: 'unavailable', message: 'The hub cannot reach its database now.' }
  }
}
