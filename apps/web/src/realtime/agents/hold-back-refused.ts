import type { HelloAnswer } from '@counterfoil/protocol'
import type { AgentSessions } from '@counterfoil/services/agent-sessions'
import type { RefusalGate } from '../refusal-gate.ts'

/** Refusals that somebody gets who tries what is not theirs; the others happen to honest agents. */
const GUESSES: readonly string[] = ['malformed', 'unknown_agent', 'bad_signature'] satisfies Extract<
  HelloAnswer,
  { ok: false }
>['code'][]
/** More than any chain has agents on one hub. */
const MOST_KNOWN = 50_000

export interface HoldBackOptions {
  readonly gate: RefusalGate
  /** 0 ≤ x < 1, to spread those who come again. */
  readonly random: () => number
  readonly onHeld: () => void
}

/**
 * Judges no greetings from an address whose greetings are refused too often, but those of agents that were let in before:
 * behind the same address may stand a whole chain.
 */
export function holdBackRefused(
  sessions: Pick<AgentSessions, 'open'>,
  { gate, random, onHeld }: HoldBackOptions,
): Pick<AgentSessions, 'open'> {
  const known = new Set<string>()
  return {
    open(connection) {
      const session = sessions.open(connection)
      return {
        ...session,
        async hello(input) {
          const name = nameIn(input)
          if (gate.isHeld(connection.address) && !known.has(name)) {
            onHeld()
            return { ok: false, code: 'busy', message: WAIT, retryAfterMs: Math.round(500 + random() * 4_000) }
          }
          const answer = await session.hello(input)
          if (answer.ok) {
            if (known.size >= MOST_KNOWN) known.clear()
            known.add(name)
          } else if (GUESSES.includes(answer.code)) {
            known.delete(name)
            gate.failed(connection.address)
          }
          return answer
        },
      }
    },
  }
}

const WAIT = 'Too many greetings from this address were refused. Connect again in a few seconds.'

function nameIn(input: unknown): string {
  return typeof input === 'object' && input !== null && 'agentId' in input ? String(input.agentId) : ''
}
