import { createReadReplica, type ReadReplica, type ReadReplicaOptions } from '@counterfoil/db'

const EVERY_MS = 1_000

/** Looks every second how far the replica is behind, until it is closed. */
export function followReplica(options: ReadReplicaOptions): ReadReplica {
  const replica = createReadReplica(options)
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
