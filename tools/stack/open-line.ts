import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from './free-port.ts'

/** A store’s line to the hub, which can be cut and mended. */
export async function openLine(hubPort: number) {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let server: Server | undefined
  const mend = () =>
    new Promise<void>((resolve) => {
      server = createServer((socket) => {
        const far = connect(hubPort, '127.0.0.1')
        for (const [from, to] of [
          [socket, far],
          [far, socket],
        ] as const) {
          sockets.add(from)
          from.pipe(to)
          from.on('error', () => to.destroy())
          from.on('close', () => {
            sockets.delete(from)
            to.destroy()
          })
        }
      }).listen(port, '127.0.0.1', () => resolve())
    })
  const cut = () =>
    new Promise<void>((resolve) => {
      server?.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  await mend()
  return { url: `http://127.0.0.1:${port}`, cut, mend }
}
