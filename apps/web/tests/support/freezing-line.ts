import { connect, createServer, type Socket } from 'node:net'

/** A line to one port that can die without a word: nothing passes any more, and neither end is told. */
export interface FreezingLine {
  readonly url: string
  freeze(): void
  close(): void
}

export async function startFreezingLine(port: number): Promise<FreezingLine> {
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.on('data', (chunk) => frozen || to.write(chunk))
      from.on('close', () => frozen || to.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    freeze() {
      frozen = true
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
