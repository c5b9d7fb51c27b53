import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What is wrong with a line. `cut`: every connection ends and none comes up. `torn`: as cut, but each ends in the middle of
 * what is sent next. `frozen`: nothing passes and nobody is told. `slow`: every piece takes its time. `without websocket`: an
 * upgrade ends the connection, anything else passes.
 */
export type LineFault = 'cut' | 'torn' | 'frozen' | 'slow' | 'without websocket'

/** A TCP line that can be made bad; spreads connections over its targets as a balancer does. */
export interface FaultProxy {
  readonly port: number
  inflict(fault: LineFault): void
  heal(): void
  stop(): Promise<void>
}

export interface FaultProxyOptions {
  /** Ports on this machine; a connection that one refuses goes to the next. */
  readonly targets: () => readonly number[]
  /** 0 ≤ value < 1. */
  readonly random: () => number
}

const SLOW_MS = 150

export async function startFaultProxy({ targets, random }: FaultProxyOptions): Promise<FaultProxy> {
  let fault: LineFault | undefined
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket }>()
  let healed = Promise.withResolvers<void>()
  let turn = Math.floor(random() * 1_000)

  function carry(from: Socket, to: Socket, cut: () => void): void {
    let waiting = 0
    let torn = false
    let before = Promise.resolve()
    const pass = (chunk: Buffer): void => {
      if (to.destroyed || torn) return
      if (fault === 'without websocket' && /upgrade: *websocket/i.test(chunk.toString('latin1'))) {
        cut()
        return
      }
      if (fault === 'torn') {
        torn = true
        to.write(chunk.subarray(0, Math.floor(chunk.length * random())), cut)
        return
      }
      if (!to.write(chunk)) from.pause()
    }
    const later = async (chunk: Buffer): Promise<void> => {
      if (fault === 'slow') await delay(SLOW_MS)
      while (fault === 'frozen') await healed.promise
      waiting -= 1
      pass(chunk)
    }
    from.on('data', (chunk: Buffer) => {
      if (waiting === 0 && fault !== 'slow' && fault !== 'frozen') return pass(chunk)
      waiting += 1
      before = before.then(() => later(chunk))
    })
    to.on('drain', () => from.resume())
  }

  const server = createServer({ noDelay: true }, (near) => {
    near.on('error', () => near.destroy())
    if (fault === 'cut' || fault === 'torn') {
      near.destroy()
      return
    }
    turn += 1
    void reach(near)
  })

  async function reach(near: Socket): Promise<void> {
    while (fault === 'frozen') await healed.promise
    const ports = targets()
    for (let tried = 0; tried < ports.length && !near.destroyed; tried += 1) {
      const far = await connected(ports[(turn + tried) % ports.length] ?? 0)
      if (far === undefined) continue
      join(near, far)
      return
    }
    near.destroy()
  }

  function join(near: Socket, far: Socket): void {
    const pair = { near, far }
    const cut = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    if (near.destroyed) {
      cut()
      return
    }
    pairs.add(pair)
    for (const socket of [near, far]) socket.on('error', cut).on('close', cut)
    carry(near, far, cut)
    carry(far, near, cut)
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy got no port')

  function heal(): void {
    fault = undefined
    healed.resolve()
  }
  function cutAll(): void {
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
    pairs.clear()
  }
  return {
    port: address.port,
    inflict(next) {
      heal()
      fault = next
      healed = Promise.withResolvers()
      if (next === 'cut' || next === 'without websocket') cutAll()
    },
    heal,
    async stop() {
      heal()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      cutAll()
      await closed
    },
  }
}

function connected(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(undefined))
  })
}
