import { createServer, request as httpRequest } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A store's network as its proxy makes it: requests pass, WebSocket as told. */
export interface FussyProxy {
  readonly url: string
  /** What becomes of upgrades: they pass, are never answered, or are answered with 426. */
  setUpgrades(upgrades: 'pass' | 'swallow' | 'refuse'): void
  /** POSTs and upgrades that went through. */
  readonly passed: { posts: number; upgrades: number }
  /** Cuts what is open. */
  cut(): void
  close(): Promise<void>
}

export async function startFussyProxy(hubUrl: string): Promise<FussyProxy> {
  const hub = new URL(hubUrl)
  const passed = { posts: 0, upgrades: 0 }
  const open = new Set<Socket>()
  let upgrades: 'pass' | 'swallow' | 'refuse' = 'pass'

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }

  const server = createServer((request, response) => {
    passed.posts += 1
    const onward = httpRequest({
      host: hub.hostname,
      port: hub.port,
      path: request.url,
      method: request.method,
      headers: request.headers,
    })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()))
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('connection', keep)
  server.on('upgrade', (request, socket: Socket, head: Buffer) => {
    if (upgrades === 'swallow') return
    if (upgrades === 'refuse') {
      socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    passed.upgrades += 1
    const onward = connect(Number(hub.port), hub.hostname, () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`)
      onward.write([`GET ${request.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'))
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    keep(onward)
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setUpgrades(next) {
      upgrades = next
    },
    passed,
    cut,
    close() {
      cut()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
