import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type GroupFacts, nextMembers } from './next-members.ts'

const fresh: GroupFacts = {
  ...{ atOnce: 50, perMinute: null, underWay: 0, toldInLastMinute: 0, left: 2_000, reachable: 1_900 },
  ...{ done: 0, notDone: 0, isOver: false },
}
const step = (facts: Partial<GroupFacts>) => nextMembers({ ...fresh, ...facts })

it.each<[string, Partial<GroupFacts>, object]>([
  ['tells as many as may be under way', {}, { step: 'tell', count: 50 }],
  ['tells what there is room for', { underWay: 47 }, { step: 'tell', count: 3 }],
  ['tells nobody while all of them are under way', { underWay: 50 }, { step: 'wait', why: 'under_way' }],
  ['keeps to the minute', { perMinute: 20, toldInLastMinute: 12 }, { step: 'tell', count: 8 }],
  ['waits for the next minute', { perMinute: 20, toldInLastMinute: 20 }, { step: 'wait', why: 'pace' }],
  ['tells no more than can hear it', { left: 40, reachable: 4 }, { step: 'tell', count: 4 }],
  ['waits for stores that are away', { left: 40, reachable: 0 }, { step: 'wait', why: 'away' }],
  ['waits for the last answers', { left: 0, reachable: 0, underWay: 3 }, { step: 'wait', why: 'answers' }],
  ['ends when all were told and have ended', { left: 0, reachable: 0, done: 2_000 }, { step: 'end', why: 'all_told' }],
  ['tells nobody when its time is over', { isOver: true, underWay: 1 }, { step: 'wait', why: 'answers' }],
  ['ends when its time is over', { isOver: true, done: 12 }, { step: 'end', why: 'expired' }],
  ['stops when too many fare badly', { done: 3, notDone: 2 }, { step: 'stop', why: 'failing' }],
  ['does not judge by four', { done: 0, notDone: 4 }, { step: 'tell', count: 50 }],
  ['bears a fifth', { done: 4, notDone: 1 }, { step: 'tell', count: 50 }],
  ['stops when the last ones fare badly', { left: 0, underWay: 4, done: 1, notDone: 9 }, { step: 'stop', why: 'failing' }],
  ['has ended rather than stopped when nothing is left', { left: 0, notDone: 9 }, { step: 'end', why: 'all_told' }],
])('%s', (_, facts, wanted) => expect(step(facts)).toEqual(wanted))

const anyFacts = fc.record<GroupFacts>({
  atOnce: fc.integer({ min: 1, max: 500 }),
  perMinute: fc.option(fc.integer({ min: 1, max: 6_000 })),
  underWay: fc.nat(600),
  toldInLastMinute: fc.nat(6_000),
  left: fc.nat(3_000),
  reachable: fc.nat(3_000),
  done: fc.nat(3_000),
  notDone: fc.nat(3_000),
  isOver: fc.boolean(),
})

it('never tells more than the pace, and nobody once its time is over', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const next = nextMembers(facts)
      if (next.step !== 'tell') return
      expect(next.count).toBeGreaterThan(0)
      expect(facts.underWay + next.count).toBeLessThanOrEqual(facts.atOnce)
      expect(facts.toldInLastMinute + next.count).toBeLessThanOrEqual(facts.perMinute ?? Number.POSITIVE_INFINITY)
      expect(facts.isOver).toBe(false)
    }),
  )
})
