import { describe, expect, it } from 'vitest'
import { type ConditionTold, foldConditions } from './fold-conditions.ts'

const told = (terminalId: number, sinceMs: number, condition: string, seq: number): ConditionTold => ({
  terminalId,
  sinceMs,
  condition,
  reason: null,
  code: null,
  text: null,
  agentId: 1,
  epoch: 1,
  seq,
})

describe('conditions', () => {
  it('become intervals that touch, per terminal; what is told again begins nothing', () => {
    const { heads, rows } = foldConditions([
      told(2, 10, 'ready', 1),
      told(1, 11, 'busy', 2),
      told(2, 20, 'ready', 3),
      told(2, 30, 'busy', 4),
    ])
    expect(
      rows.map(({ terminalId, sinceMs, untilMs, condition, index }) => [terminalId, sinceMs, untilMs, condition, index]),
    ).toEqual([
      [1, 11, null, 'busy', 0],
      [2, 10, 30, 'ready', 0],
      [2, 30, null, 'busy', 1],
    ])
    expect(heads.map(({ first, secondSinceMs }) => [first.terminalId, secondSinceMs])).toEqual([
      [1, null],
      [2, 30],
    ])
  })

  it('never end before they began, though the clock was set back', () => {
    const { rows } = foldConditions([told(1, 100, 'ready', 1), told(1, 50, 'busy', 2), told(1, 60, 'ready', 3)])
    expect(rows.map(({ sinceMs, untilMs }) => [sinceMs, untilMs])).toEqual([
      [100, 100],
      [100, 100],
      [100, null],
    ])
  })
})
