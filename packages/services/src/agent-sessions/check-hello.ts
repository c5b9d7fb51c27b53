import type { verifyText } from '@counterfoil/audit'
import { compatibility, Hello, type HelloAnswer, helloText } from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'

export type HelloRefusal = Extract<HelloAnswer, { ok: false }>

/** The challenge one socket was sent. */
export interface SentChallenge {
  readonly hubId: string
  readonly nonce: string
  readonly sentMs: number
}

export const CHALLENGE_MS = 30_000

/** Checks a greeting: shape, age of the challenge, version, agent, signature, epoch. Gives the agent or says why not. */
export async function checkHello(
  input: unknown,
  challenge: SentChallenge,
  nowMs: number,
  findAgent: (uid: string) => Promise<FoundAgent | null>,
  verify: typeof verifyText,
): Promise<{ hello: Hello; agent: FoundAgent; key: 'current' | 'next' } | { refusal: HelloRefusal }> {
  const parsed = Hello.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('malformed', `${issue?.path.map(String).join('.') || 'hello'}: ${issue?.message}`)
  }
  const hello = parsed.data
  if (nowMs - challenge.sentMs > CHALLENGE_MS)
    return refuse('challenge_expired', 'The challenge is older than 30 s. Connect again.')
  const compatible = compatibility(hello.protocol)
  if (compatible === 'agent_too_old')
    return refuse(compatible, 'This agent speaks a protocol the hub no longer understands. Update the agent.')
  if (compatible === 'agent_too_new')
    return refuse(compatible, 'This agent speaks a newer protocol than the hub. Update the hub.')
  const agent = await findAgent(hello.agentId)
  if (agent === null) return refuse('unknown_agent', 'The hub does not know this agent. Enrol it with a join code.')
  const text = helloText(hello, challenge)
  const key = (await verify(agent.key, text, hello.signature)) ? 'current' : 'next'
  if (key === 'next' && (agent.nextKey === null || !(await verify(agent.nextKey.key, text, hello.signature)))) {
    return refuse('bad_signature', 'The greeting is not signed by this agent’s key.')
  }
  if (hello.epoch !== agent.epoch) {
    return refuse('wrong_epoch', `The hub has this agent in epoch ${agent.epoch}, the agent says ${hello.epoch}. Enrol it anew.`)
  }
  return { hello, agent, key }
}

export function refuse(code: HelloRefusal['code'], message: string, retryAfterMs?: number): { refusal: HelloRefusal } {
  return { refusal: { ok: false, code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }
}
