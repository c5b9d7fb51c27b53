import type { RefusedCheckpoint, Restoration, WatchedLog, WitnessedTree, WitnessStore } from '../witness/witnessed-log.ts'

/** What was seen of a log, for simulations: a crash of the process loses nothing of it, a power cut neither. */
export function createMemoryWitnessStore(): WitnessStore {
  let log: WatchedLog | undefined
  let seen: readonly (WitnessedTree & { readonly atMs: number })[] = []
  const restorations: Restoration[] = []
  let refused: RefusedCheckpoint[] = []

  return {
    log: () => log,
    last: () => seen[0],
    older: () => seen.slice(1).map(({ size, root, note }) => ({ size, root, note })),
    restorations: () => restorations,
    refused: () => refused,
    advance({ before, log: { origin, logKey }, next, restored, atMs }) {
      const held = seen[0]
      if ((held?.size ?? 0n) !== before) return false
      log = { origin: log?.origin ?? origin, logKey, sinceMs: log?.sinceMs ?? atMs }
      if (restored !== undefined) {
        restorations.push({ ...restored, lost: held?.note ?? '', atMs })
        seen = seen.filter(({ size }) => size <= restored.from)
      }
      const same = held !== undefined && restored === undefined && held.size === next.size
      seen = [{ ...next, atMs }, ...(same ? seen.slice(1) : seen)].slice(0, 64)
      refused = refused.map((one) => ({ ...one, settled: true }))
      return true
    },
    keepRefused(found, atMs) {
      const newest = refused.at(-1)
      if (newest === undefined || newest.settled || newest.cause !== found.cause || newest.ours !== found.ours)
        refused.push({ ...found, newest: found.theirs, firstMs: atMs, lastMs: atMs, count: 1, settled: false })
      else
        refused[refused.length - 1] = { ...newest, why: found.why, newest: found.theirs, lastMs: atMs, count: newest.count + 1 }
      if (refused.length > 32) refused.splice(16, 1)
    },
  }
}
