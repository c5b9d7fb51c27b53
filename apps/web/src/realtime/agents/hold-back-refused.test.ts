import type { HelloAnswer } from '@counterfoil/protocol'
import type { AgentConnection, AgentSession } from '@counterfoil/services/agent-sessions'
import { beforeEach, describe, expect, it } from 'vitest'
import { holdBackRefused } from './hold-back-refused.ts'

const welcome: HelloAnswer = { ok: true, highWater: 0, head: '', hubTimeMs: 0, offer: 1 }
const refusal = (code: Extract<HelloAnswer, { ok: false }>['code']): HelloAnswer => ({ ok: false, code, message: '' })

let answer: HelloAnswer
let held: boolean
let failed: string[]
let judged: number
let heldBack: number
beforeEach(() => {
  answer = welcome
  held = false
  failed = []
  judged = 0
  heldBack = 0
})

const desk = holdBackRefused(
  {
    open: () =>
      ({
        hello: async () => {
          judged += 1
          return answer
        },
      }) as unknown as AgentSession,
  },
  {
    gate: { isHeld: () => held, failed: (address) => failed.push(address) },
    random: () => 0.5,
    onHeld: () => {
      heldBack += 1
    },
  },
)
const greet = (agentId: string) => desk.open({ address: '192.0.2.7' } as AgentConnection).hello({ agentId })

describe('greetings', () => {
  it.each(['malformed', 'unknown_agent', 'bad_signature'] as const)('refused as %s count against their address', async (code) => {
    answer = refusal(code)
    expect(await greet('guesser')).toBe(answer)
    expect(failed).toEqual(['192.0.2.7'])
  })

  it.each(['busy', 'challenge_expired', 'wrong_epoch', 'agent_too_old', 'unavailable', 'cloned'] as const)(
    'refused as %s do not: that happens to honest agents',
    async (code) => {
      answer = refusal(code)
      await greet('honest')
      expect(failed).toEqual([])
    },
  )

  it('of a held address are not judged, and are told to come again', async () => {
    held = true
    expect(await greet('a')).toMatchObject({ ok: false, code: 'busy', retryAfterMs: 2_500 })
    expect([judged, heldBack]).toEqual([0, 1])
  })

  it('of agents let in before are judged all the same, until one of them fails', async () => {
    await greet('known')
    held = true
    expect(await greet('known')).toBe(welcome)
    answer = refusal('bad_signature')
    await greet('known')
    answer = welcome
    expect(await greet('known')).toMatchObject({ code: 'busy' })
    expect([judged, heldBack]).toEqual([3, 1])
  })
})
