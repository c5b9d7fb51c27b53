import { describe, expect, it } from 'vitest'
import type { AgentConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import type { PaymentEntry } from '../outbox/outbox.ts'
import { isIdle } from './serve-launcher.ts'

type Condition = AgentStatus['terminals'][number]['condition']
const config = { terminals: [{ key: 'till-1' }, { key: 'till-2' }] } as unknown as AgentConfig
const idle = (conditions: readonly Condition[], openOn: string | null = null): boolean =>
  isIdle(
    { status: () => ({ terminals: conditions.map((condition) => ({ condition })) }) as unknown as AgentStatus },
    { openPayments: (terminal) => (terminal === openOn ? [{} as PaymentEntry] : []) },
    config,
  )

describe('an agent that is asked to end when it is idle', () => {
  it('is not while a payment is open, whatever its terminal says', () => {
    expect([idle(['ready', 'ready']), idle(['ready', 'ready'], 'till-2')]).toEqual([true, false])
  })

  it('is not in the middle of an end of day either', () => {
    expect([idle(['ready', 'busy']), idle(['unreachable', 'needs_action'])]).toEqual([false, true])
  })
})
