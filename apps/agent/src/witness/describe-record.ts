import type { WitnessStore } from './witnessed-log.ts'

/** What an agent has seen of its hub's log, for people and programs in the store. */
export interface RecordSeen {
  /** `unseen`: this hub has shown no log yet. `refused`: what it showed last does not fit what was seen before. */
  readonly state: 'unseen' | 'good' | 'restored' | 'refused'
  /** A sentence for people. */
  readonly message: string
  readonly origin: string | null
  readonly logKey: string | null
  /** The newest checkpoint that was accepted. */
  readonly last: { readonly size: string; readonly root: string; readonly note: string; readonly atMs: number } | null
  readonly restorations: readonly {
    readonly from: string
    readonly to: string
    readonly atMs: number
    readonly entry: string
    readonly lost: string
  }[]
  /** What was refused: `ours` is what was held, `theirs` and `newest` what the hub answered first and last. */
  readonly refused: readonly {
    readonly cause: string
    readonly why: string
    readonly ours: string
    readonly theirs: string
    readonly newest: string
    readonly firstMs: number
    readonly lastMs: number
    readonly count: number
    readonly settled: boolean
  }[]
}

export function describeRecord(store: WitnessStore): RecordSeen {
  const log = store.log()
  const last = store.last()
  const restorations = store.restorations()
  const refused = store.refused()
  const open = refused.findLast(({ settled }) => !settled)
  const newest = restorations.at(-1)
  const state = open !== undefined ? 'refused' : last === undefined ? 'unseen' : newest === undefined ? 'good' : 'restored'
  return {
    state,
    message: sentence(),
    origin: log?.origin ?? null,
    logKey: log?.logKey ?? null,
    last: last === undefined ? null : { ...last, size: String(last.size) },
    restorations: restorations.map(({ from, to, atMs, entry, lost }) => ({
      from: String(from),
      to: String(to),
      atMs,
      entry,
      lost,
    })),
    refused,
  }

  function sentence(): string {
    if (open !== undefined) return `The hub’s record is refused: ${open.why}`
    if (last === undefined) return 'This hub has shown no record yet.'
    const earlier = refused.length === 0 ? '' : ' Something was refused earlier; it is kept as evidence.'
    if (newest === undefined)
      return `The hub’s record of ${last.size} entries goes on from all that this agent has seen.${earlier}`
    return `The hub’s record of ${last.size} entries was restored from ${newest.from} to ${newest.to}: two administrators declared that a backup lost what was between. All else goes on from what this agent has seen.${earlier}`
  }
}
