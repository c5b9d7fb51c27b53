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
): Promise<{ hello: Hello; agent: FoundAgent } | { refusal: HelloRefusal }> {
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
  if (!(await verify(agent.key, helloText(hello, challenge), hello.signature))) {
    return refuse('bad_signature', 'The greeting is not signed by the key this agent enrolled with.')
  }
  if (hello.epoch !== agent.epoch) {
    return refuse('wrong_epoch', `The hub has this agent in epoch ${agent.epoch}, the agent says ${hello.epoch}. Enrol it anew.`)
  }
  return { hello, agent }
}

export function refuse(code: HelloRefusal['code'], message: string, retryAfterMs?: number): { refusal: HelloRefusal } {
  return { refusal: { ok: false, code, message: message.slice(0, 200), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) } }
}
