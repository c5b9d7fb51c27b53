import { type DemoStore, ZVT_COUNTRIES } from './chain.ts'
import { linkOf, terminalKeyOf } from './simulated-lane.ts'

/** A store's terminals as its agent's config file would list them. */
export function configuredTerminals(store: DemoStore, protocol: string) {
  return Array.from({ length: store.lanes }, (_, index) => {
    const lane = index + 1
    const key = terminalKeyOf(lane)
    const link = linkOf(lane)
    return {
      key,
      lane: String(lane),
      protocol,
      link,
      address: link === 'serial' ? key : `${key}:20007`,
      label: 'Simulated terminal',
      ...(ZVT_COUNTRIES.has(store.country) ? {} : { note: 'ZVT stand-in' }),
    }
  })
}
