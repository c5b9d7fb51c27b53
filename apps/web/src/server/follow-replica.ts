import type { ReadReplica } from '@counterfoil/db'

const EVERY_MS = 1_000

/** Looks every second how far the replica is behind, until it is closed. */
export function followReplica(replica: ReadReplica): ReadReplica {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let measuring: Promise<unknown> = Promise.resolve()
  const look = () => {
    measuring = replica.measure().finally(() => {
      if (!closed) timer = setTimeout(look, EVERY_MS).unref()
    })
  }
  look()
  return {
    ...replica,
    async close() {
      closed = true
      clearTimeout(timer)
      await measuring
      await replica.close()
    },
  }
}
