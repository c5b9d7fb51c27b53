import type { ServiceContext } from '@counterfoil/services'
import { listUnwell } from '@counterfoil/services/device-health'
import { countDevices, listApprovals, listDevices, listDeviceTree } from '@counterfoil/services/devices'
import { percentile, round } from '../statistics.ts'

const scope = { kind: 'chain' } as const

/** What the page of devices asks: when it is opened, paged, filtered, searched, and when its tree is opened. */
const questions: Readonly<Record<string, (ctx: ServiceContext) => Promise<unknown>>> = {
  firstPage: (ctx) => listDevices(ctx, { filter: { scope }, limit: 100 }),
  middle: (ctx) => listDevices(ctx, { filter: { scope }, cursor: { code: '01000', id: 0 }, limit: 100 }),
  oneCountry: (ctx) => listDevices(ctx, { filter: { scope: { kind: 'country', country: 'CN' } }, limit: 100 }),
  byState: (ctx) => listDevices(ctx, { filter: { scope, state: 'active' }, limit: 100 }),
  bySerial: (ctx) => listDevices(ctx, { filter: { scope, search: 't9999' }, limit: 100 }),
  findsNothing: (ctx) => listDevices(ctx, { filter: { scope, search: 'there is no such thing' }, limit: 100 }),
  counts: (ctx) => countDevices(ctx, { scope }),
  countries: (ctx) => listDeviceTree(ctx, { under: scope }),
  regions: (ctx) => listDeviceTree(ctx, { under: { kind: 'country', country: 'DE' } }),
  stores: (ctx) => listDeviceTree(ctx, { under: { kind: 'region', country: 'DE', region: 'Region 4' } }),
  approvals: (ctx) => listApprovals(ctx, { scope }),
  unwell: (ctx) => listUnwell(ctx, { scope }),
}

/** Milliseconds of each, median and worst of so many times; one after the other, as nothing else asks. */
export async function askPages(
  ctx: ServiceContext,
  times: number,
): Promise<Record<string, { medianMs: number; worstMs: number }>> {
  const found: Record<string, { medianMs: number; worstMs: number }> = {}
  for (const [name, ask] of Object.entries(questions)) {
    const tookMs: number[] = []
    for (let nth = 0; nth < times; nth += 1) {
      const began = performance.now()
      await ask(ctx)
      tookMs.push(performance.now() - began)
    }
    found[name] = { medianMs: round(percentile(tookMs, 0.5), 1), worstMs: round(Math.max(...tookMs), 1) }
  }
  return found
}
