import { describe, expect, it } from 'vitest'
import { AgentLine } from './agent-line.ts'

describe('an agent’s line', () => {
  it('keeps the head in bytes of its own, not as a slice that keeps a whole pool alive', () => {
    const line = new AgentLine(1)
    const head = Buffer.from('ab'.repeat(32), 'hex')
    line.cursor = { highWater: 7, head }
    expect(line.cursor).toEqual({ highWater: 7, head })
    expect(line.cursor.head.buffer.byteLength).toBe(32)
  })
})
