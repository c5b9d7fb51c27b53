import { describe, expect, it } from 'vitest'
import { judgeTests } from './judge-tests.ts'
import type { Observation } from './observation.ts'
import { allTestKinds, testKinds } from './plan-tests.ts'
import type { TestFacts } from './test-facts.ts'
import { eventAt, exampleFacts, examplePlan, NOW } from './testing/example-store.ts'

const judge = (changed: Partial<TestFacts> = {}, plan = examplePlan) => judgeTests(plan, { ...exampleFacts, ...changed }, NOW)
const of = (found: readonly Observation[], test: string, subject = '1') =>
  found.find((one) => one.test === test && one.subject === subject)
const agentWith = (more: Partial<TestFacts['agents'][number]>) =>
  judge({ agents: exampleFacts.agents.map((agent) => ({ ...agent, ...more })) })
const seenWith = (more: Partial<TestFacts['seen']['agents'][number]>) =>
  judge({ seen: { ...exampleFacts.seen, agents: exampleFacts.seen.agents.map((agent) => ({ ...agent, ...more })) } })
const terminalWith = (more: Partial<TestFacts['seen']['terminals'][number]>) =>
  judge({ seen: { ...exampleFacts.seen, terminals: exampleFacts.seen.terminals.map((one) => ({ ...one, ...more })) } })
const stateOf = (found: readonly Observation[], test: string, subject?: string) => of(found, test, subject)?.state

describe('tests of a store', () => {
  it('are all observed when all was done, each with its events or figures', () => {
    const found = judge()
    expect(new Set(found.map(({ test }) => test))).toEqual(new Set(allTestKinds))
    expect(found.filter(({ state }) => state !== 'observed')).toEqual([])
    for (const { test, events } of found) if (testKinds[test].group !== 'security') expect(events.length, test).toBeGreaterThan(0)
  })

  it('wait while nothing was done, but for what stands by itself', () => {
    const found = judge({ sales: [], cables: [], totals: [], outages: [] })
    const waiting = found.filter(({ state }) => state === 'waiting').map(({ test, subject }) => `${test} ${subject}`)
    expect(waiting).toEqual([
      ...['sale 1', 'sale 2', 'method girocard', 'method visa', 'totals 1', 'totals 2'],
      ...['cable 1', 'cable 2', 'outage 7'],
    ])
  })

  it('ask for no more than the plan does', () => {
    const security = { ...examplePlan.requirements.security, leastVersion: null, approval: false, p2pe: false }
    const data = { ...examplePlan.requirements.data, totals: false }
    const found = judge({}, { ...examplePlan, requirements: { ...examplePlan.requirements, security, data } })
    expect(found.some(({ test }) => ['version', 'approval', 'p2pe', 'totals'].includes(test))).toBe(false)
  })

  it('take a payment only with what has to come with it, and in time', () => {
    const [first] = exampleFacts.sales
    if (first === undefined) throw new Error('no sale')
    const without = judge({ sales: [{ ...first, basket: false }] })
    expect(of(without, 'sale')).toMatchObject({ state: 'failing', figures: { lacks: 'basket' }, events: [] })
    const late = judge({ sales: [{ ...first, event: eventAt(13, 'payment.finalised', NOW, 10_001) }] })
    expect(of(late, 'sale')).toMatchObject({ state: 'failing', figures: { lacks: 'late' } })
    expect(stateOf(judge({ sales: [{ ...first, event: eventAt(13, 'payment.finalised', NOW, 10_000) }] }), 'sale')).toBe(
      'observed',
    )
    // One that is right is enough, whatever came after it.
    expect(stateOf(judge({ sales: [{ ...first, basket: false }, first] }), 'sale')).toBe('observed')
  })

  it('take an outage only with a payment in it, long enough, and with every number', () => {
    const [away] = exampleFacts.outages
    if (away === undefined) throw new Error('no outage')
    const outage = (more: object) => stateOf(judge({ outages: [{ ...away, ...more }] }), 'outage', '7')
    expect(outage({ untilMs: away.fromMs + 4_999 })).toBe('waiting')
    expect(outage({ payments: 0 })).toBe('failing')
    expect(outage({ events: 2 })).toBe('failing')
    expect(outage({ first: null, last: null, events: 0, payments: 0 })).toBe('failing')
    expect(outage({ last: { ...away.last, epoch: 2 } })).toBe('failing')
    expect(outage({ agentId: 8 })).toBe('waiting')
    expect(outage({ untilMs: away.fromMs + 5_000 })).toBe('observed')
  })

  it('say what speaks against an agent', () => {
    expect(stateOf(seenWith({ hubs: ['http://hub.example:4000'] }), 'link', '7')).toBe('failing')
    expect(stateOf(seenWith({ hubs: ['http://127.0.0.1:4000'] }), 'link', '7')).toBe('observed')
    expect(stateOf(seenWith({ hubs: [] }), 'link', '7')).toBe('failing')
    expect(stateOf(agentWith({ joinNumber: null }), 'key', '7')).toBe('waiting')
    expect(stateOf(seenWith({ state: 'locked' }), 'key', '7')).toBe('failing')
    expect(stateOf(agentWith({ clock: eventAt(13, 'x', NOW, -2_001) }), 'clock', '7')).toBe('failing')
    expect(stateOf(agentWith({ clockTrouble: true }), 'clock', '7')).toBe('failing')
    expect(stateOf(agentWith({ clock: null }), 'clock', '7')).toBe('waiting')
    expect(stateOf(seenWith({ diskFreeBytes: 9_999 }), 'disk', '7')).toBe('failing')
    expect(stateOf(seenWith({ diskFreeBytes: null }), 'disk', '7')).toBe('waiting')
    expect(stateOf(seenWith({ version: '1.1.9' }), 'version', '7')).toBe('failing')
    expect(stateOf(seenWith({ version: 'abc' }), 'version', '7')).toBe('failing')
    expect(stateOf(agentWith({ cardNumbers: 1 }), 'card_numbers', '7')).toBe('failing')
    expect(stateOf(agentWith({ events: 0 }), 'card_numbers', '7')).toBe('waiting')
  })

  it('say what speaks against the device at a lane', () => {
    expect(stateOf(terminalWith({ approvalExpiresOn: '2026-11-19' }), 'approval')).toBe('failing')
    expect(stateOf(terminalWith({ approvalExpiresOn: '2026-11-20' }), 'approval')).toBe('observed')
    expect(stateOf(terminalWith({ approvalNumber: null }), 'approval')).toBe('failing')
    expect(stateOf(terminalWith({ p2pe: null }), 'p2pe')).toBe('failing')
  })
})
