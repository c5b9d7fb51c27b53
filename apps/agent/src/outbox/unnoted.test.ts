import { expect, it } from 'vitest'
import { type Acknowledgement, MOST_UNNOTED, withUnnoted } from './unnoted.ts'

it('keeps each with its own age, and beyond the most lets the newest stand for the one before it', () => {
  let unnoted: readonly Acknowledgement[] = []
  const take = (seq: number) => {
    unnoted = withUnnoted(unnoted, { seq, head: 'h', ageMs: seq * 10 })
  }
  take(1)
  take(2)
  expect(unnoted.map(({ seq, ageMs }) => [seq, ageMs])).toEqual([
    [1, 10],
    [2, 20],
  ])
  for (let seq = 3; seq <= MOST_UNNOTED + 5; seq += 1) take(seq)
  expect(unnoted.length).toBe(MOST_UNNOTED)
  expect(unnoted.slice(-2).map(({ seq, ageMs }) => [seq, ageMs])).toEqual([
    [MOST_UNNOTED - 1, (MOST_UNNOTED - 1) * 10],
    [MOST_UNNOTED + 5, (MOST_UNNOTED + 5) * 10],
  ])
})
