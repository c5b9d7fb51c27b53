import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A store's HTTP proxy: the only one that knows `hub.test`, which is this machine. */
export interface ConnectProxy {
  readonly url: string
  readonly host: string
  /** The targets of CONNECT, as asked for. */
  readonly asked: string[]
  /** 0 lets everything through. */
  refuseWith(status: number): void
  close(): Promise<void>
}

export async function startConnectProxy(): Promise<ConnectProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  let refusal = 0
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connection', keep)
  server.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '')
    if (refusal !== 0) {
      client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`)
      return
    }
    const onward = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(client)
      client.pipe(onward)
    })
    keep(onward)
    onward.on('close', () => client.destroy())
    client.on('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}`,
    host,
    asked,
    refuseWith: (status) => {
      refusal = status
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
