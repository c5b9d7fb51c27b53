import { once } from 'node:events'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTls } from 'node:tls'

/** What a receiver does with what it is sent. */
export type Manner = 'take' | 'cut' | 'stall' | 'refuse'

export interface LogReceiver {
  readonly port: number
  manner: Manner
  /** Indexes in the order they came, again where they came again. */
  readonly came: number[]
  /** How many deliveries it met in each manner. */
  readonly met: Record<Manner, number>
  close(): void
}

interface Credentials {
  readonly cert: string
  readonly key: string
}

const HEAD = /^(\d+) (?=<)/

/** Complete frames (RFC 5425) at the beginning of the text. */
export function framesOf(bytes: Buffer): string[] {
  const frames: string[] = []
  let rest = bytes
  for (;;) {
    const [head, length] = HEAD.exec(rest.subarray(0, 20).toString('latin1')) ?? []
    if (head === undefined || rest.length < head.length + Number(length)) return frames
    frames.push(rest.subarray(head.length, head.length + Number(length)).toString())
    rest = rest.subarray(head.length + Number(length))
  }
}

const met = (): Record<Manner, number> => ({ take: 0, cut: 0, stall: 0, refuse: 0 })
const indexOf = (json: string): number => JSON.parse(json).metadata.sequence
const inFrame = (frame: string): number => indexOf(frame.slice(frame.indexOf('] ') + 2))

export async function receiveSyslog(credentials: Credentials): Promise<LogReceiver> {
  const server = createTls({ ...credentials, allowHalfOpen: true }, (socket) => {
    const { manner } = receiver
    receiver.met[manner] += 1
    const pieces: Buffer[] = []
    socket.on('error', () => {})
    if (manner === 'refuse') return void socket.destroy()
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece)
      // Keeps what it got, and hangs up with more to come.
      if (manner === 'cut' && pieces.length === 1) {
        receiver.came.push(...framesOf(piece).map(inFrame))
        socket.destroy()
      }
    })
    socket.on('end', () => {
      if (manner !== 'take') return
      receiver.came.push(...framesOf(Buffer.concat(pieces)).map(inFrame))
      socket.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiver: LogReceiver = { port, manner: 'take', came: [], met: met(), close: () => void server.close() }
  return receiver
}

export async function receiveHttps(credentials: Credentials, secret: string): Promise<LogReceiver> {
  const server = createHttps(credentials, (request, response) => {
    const { manner } = receiver
    receiver.met[manner] += 1
    const pieces: Buffer[] = []
    request.on('error', () => {})
    if (manner === 'cut') return void request.once('data', () => request.socket.destroy())
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (manner === 'stall') return
      if (manner === 'refuse') return void response.writeHead(503).end()
      if (request.headers.authorization !== `Bearer ${secret}`) return void response.writeHead(401).end()
      receiver.came.push(...Buffer.concat(pieces).toString().trimEnd().split('\n').map(indexOf))
      response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  const receiver: LogReceiver = { port, manner: 'take', came: [], met: met(), close }
  return receiver
}
