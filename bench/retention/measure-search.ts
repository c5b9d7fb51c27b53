import type { ServiceContext } from '@counterfoil/services'
import { type AuditFilter, listAuditEntries, proveInclusion } from '@counterfoil/services/audit'
import { percentile, round } from '../statistics.ts'

const DAY_MS = 24 * 3_600_000
const TIMES = 5

/** The slowest of five askings of each, in ms, on the 89th day back; nothing was asked before. */
export type SearchCost = Readonly<Record<string, number>>

export async function measureSearch(ctx: ServiceContext, nowMs: number, entries: number): Promise<SearchCost> {
  const day = { fromMs: nowMs - 89 * DAY_MS, toMs: nowMs - 88 * DAY_MS }
  const questions: Readonly<Record<string, AuditFilter>> = {
    time: day,
    actor: { ...day, actor: 'person-5' },
    'actor nobody has': { ...day, actor: 'person-none' },
    'person touched': { ...day, thing: { type: 'person', id: 'person-7' } },
    action: { ...day, action: 'person.access_changed' },
    'action that is rare': { ...day, action: 'personal.erased' },
    requirement: { ...day, requirement: '10.2.1.3' },
    'requirement nothing met': { ...day, requirement: '10.2.1.6' },
    refused: { ...day, outcome: 'refused' },
    failed: { ...day, outcome: 'failed' },
    'a common word': { ...day, text: 'person' },
    'a word of many': { ...day, text: 'person-5@chain.example' },
    'a rare word': { ...day, text: 'rare' },
    'a word nobody wrote': { ...day, text: 'zebra' },
    'a common word on nothing': { ...day, text: 'chain.example', action: 'access.refused' },
    heads: { ...day, heads: true },
    'a person, all time': { actor: 'person-none' },
    'a rare word, all time': { text: 'rare' },
    'failed, all time': { outcome: 'failed' },
  }
  const cost: Record<string, number> = {}
  for (const [name, filter] of Object.entries(questions)) {
    const tookMs: number[] = []
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now()
      await listAuditEntries(ctx, { filter })
      tookMs.push(performance.now() - began)
    }
    cost[name] = Math.round(Math.max(...tookMs))
  }
  const proofs: number[] = []
  for (let nth = 0; nth < 100; nth += 1) {
    const began = performance.now()
    await proveInclusion(ctx, BigInt(Math.floor(((nth + 0.5) * entries) / 100)), BigInt(entries))
    proofs.push(performance.now() - began)
  }
  return { ...cost, 'one proof, p99': round(percentile(proofs, 0.99), 1) }
}
