import { createServer } from 'node:net'

/** The preferred port if nobody listens on it at 127.0.0.1, else any free one. */
export async function choosePort(preferred: number | undefined): Promise<number> {
  return (preferred === undefined ? undefined : await probe(preferred)) ?? (await probe(0)) ?? fail()
}

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined))
    })
  })
}

function fail(): never {
  throw new Error('No TCP port is free at 127.0.0.1.')
}
