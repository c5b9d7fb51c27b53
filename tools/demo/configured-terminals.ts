import { type DemoStore, ZVT_COUNTRIES } from './chain.ts'
import { terminalKeyOf } from './simulated-lane.ts'

/** A store's terminals as its agent's config file would list them. */
export function configuredTerminals(store: DemoStore, protocol: string) {
  return Array.from({ length: store.lanes }, (_, index) => {
    const lane = index + 1
    const serial = lane % 2 === 1
    return {
      key: terminalKeyOf(lane),
      lane: String(lane),
      protocol,
      link: serial ? ('serial' as const) : ('tcp' as const),
      address: serial ? `simulated serial ${lane}` : `simulated network ${lane}`,
      label: 'Simulated terminal',
      ...(ZVT_COUNTRIES.has(store.country) ? {} : { note: 'ZVT stand-in' }),
    }
  })
}
