import { connect, createServer, type Socket } from 'node:net'

/** A TCP balancer as it stands in front of several hubs: in turn, to those that say they are well. */
export interface Balancer {
  readonly url: string
  /** How many connections went to each, in the order they were given. */
  readonly served: readonly number[]
  close(): Promise<void>
}

const CHECK_EVERY_MS = 100
const CHECK_MS = 1_000

export async function startBalancer(backends: readonly { readonly port: number }[]): Promise<Balancer> {
  const well = backends.map(() => true)
  const served = backends.map(() => 0)
  const sockets = new Set<Socket>()
  let last = -1

  function next(): number | undefined {
    for (let step = 1; step <= backends.length; step += 1) {
      const index = (last + step) % backends.length
      if (well[index] === true) {
        last = index
        return index
      }
    }
    return undefined
  }

  const server = createServer((client) => {
    const index = next()
    const port = index === undefined ? undefined : backends[index]?.port
    if (index === undefined || port === undefined) return void client.destroy()
    served[index] = (served[index] ?? 0) + 1
    const hub = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [client, hub],
      [hub, client],
    ] as const) {
      sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const checks = setInterval(() => {
    for (const [index, { port }] of backends.entries()) {
      fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(CHECK_MS) }).then(
        (answer) => {
          well[index] = answer.ok
        },
        () => {
          well[index] = false
        },
      )
    }
  }, CHECK_EVERY_MS)

  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    served,
    async close() {
      clearInterval(checks)
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
