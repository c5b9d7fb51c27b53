import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ConditionInterval, type ConditionTold, foldConditions, joinConditions, tellCondition } from './fold-conditions.ts'

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
    const told1 = [told(1, 100, 'ready', 1), told(1, 50, 'busy', 2), told(1, 60, 'ready', 3)]
    expect(spans(joined([told1]))).toEqual(['ready 100–100', 'busy 100–100', 'ready 100–'])
  })

  it('told again keep what they began, whatever time it is told with', () => {
    const before = [told(1, 10, 'ready', 1)]
    expect(spans(joined([before, [told(1, 90, 'ready', 2), told(1, 50, 'busy', 3)]]))).toEqual(['ready 10–50', 'busy 50–'])
    expect(spans(joined([[told(1, 10, 'ready', 1), told(1, 90, 'ready', 2)], [told(1, 50, 'busy', 3)]]))).toEqual([
      'ready 10–50',
      'busy 50–',
    ])
  })

  it('are the same however they were cut into commits', () => {
    const some = fc.tuple(fc.constantFrom(1, 2), fc.nat(20), fc.constantFrom('ready', 'busy', 'unreachable'))
    fc.assert(
      fc.property(fc.array(fc.tuple(some, fc.boolean()), { maxLength: 30 }), (given) => {
        const all = given.map(([[terminalId, sinceMs, condition]], index) => told(terminalId, sinceMs, condition, index + 1))
        const groups = all.reduce<ConditionTold[][]>((cut, one, index) => {
          if (cut.length === 0 || given[index]?.[1]) cut.push([])
          cut.at(-1)?.push(one)
          return cut
        }, [])
        const oneByOne: ConditionInterval[] = []
        for (const one of all) tell(oneByOne, one)
        const byTerminal = (list: ConditionInterval[]) => [...list].sort((a, b) => a.terminalId - b.terminalId || a.seq - b.seq)
        expect(byTerminal(joined(groups))).toEqual(byTerminal(oneByOne))
      }),
    )
  })
})

/** Intervals as commits leave them. */
function joined(groups: readonly (readonly ConditionTold[])[]): ConditionInterval[] {
  const all: ConditionInterval[] = []
  for (const group of groups) {
    const { heads, rows } = foldConditions(group)
    for (const head of heads) {
      const { terminalId } = head.first
      const at = all.findIndex((one) => one.terminalId === terminalId && one.untilMs === null)
      const { before, added } = joinConditions(
        all[at] ?? null,
        head,
        rows.filter((row) => row.terminalId === terminalId),
      )
      if (before !== null) all[at] = before
      all.push(...added)
    }
  }
  return all
}

function tell(all: ConditionInterval[], one: ConditionTold): void {
  const at = all.findIndex((held) => held.terminalId === one.terminalId && held.untilMs === null)
  const { before, next } = tellCondition(all[at] ?? null, one)
  if (before !== null) all[at] = before
  if (next !== null) all.push(next)
}

function spans(intervals: readonly ConditionInterval[]): string[] {
  return intervals.map(({ condition, sinceMs, untilMs }) => `${condition} ${sinceMs}–${untilMs ?? ''}`)
}
