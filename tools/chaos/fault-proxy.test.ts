import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'

let far: ReturnType<typeof createServer>
let proxy: FaultProxy
let heard = ''
let farPort = 0
const sockets: Socket[] = []

beforeEach(async () => {
  heard = ''
  far = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      heard += chunk.toString()
      socket.write(chunk)
    })
  })
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  const address = far.address()
  farPort = typeof address === 'object' ? (address?.port ?? 0) : 0
  // The first target refuses, as a killed hub does.
  proxy = await startFaultProxy({ targets: () => [1, farPort], random: () => 0.5 })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await proxy.stop()
  far.close()
})

async function call(port = proxy.port): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  sockets.push(socket)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}
const echoed = async (socket: Socket, text: string) => {
  socket.write(text)
  return String((await once(socket, 'data'))[0])
}

/**
 * Until the proxy has read what was sent to it, and whatever it let through has come: all are in this process, so that messages
 * past the proxy take as many turns of its loop.
 */
async function turnsOfTheLoop(): Promise<void> {
  const direct = await call(farPort)
  for (let turn = 0; turn < 20; turn += 1) await echoed(direct, '.')
}
/** What came through the proxy. */
const heardThrough = () => heard.replaceAll('.', '')

it('passes bytes both ways and goes past a target that refuses', async () => {
  expect(await echoed(await call(), 'hello')).toBe('hello')
})

it('holds everything back while frozen and delivers it in order afterwards', async () => {
  const socket = await call()
  await echoed(socket, 'a')
  proxy.inflict('frozen')
  socket.write('b')
  const late = await call()
  late.write('x')
  await turnsOfTheLoop()
  expect(heardThrough()).toBe('a')
  socket.write('c')
  proxy.heal()
  await expect.poll(() => heardThrough().replace('x', '')).toBe('abc')
  await expect.poll(() => heard.includes('x')).toBe(true)
})

it('ends every connection when cut, and takes new ones after it', async () => {
  const socket = await call()
  await echoed(socket, 'a')
  proxy.inflict('cut')
  await once(socket, 'close')
  const refused = await call()
  await once(refused, 'close')
  proxy.heal()
  expect(await echoed(await call(), 'b')).toBe('b')
})

it('tears a message in the middle', async () => {
  const socket = await call()
  await echoed(socket, 'a')
  proxy.inflict('torn')
  socket.write('0123456789')
  await once(socket, 'close')
  await expect.poll(() => heard).toBe('a01234')
})

it('lets everything but WebSocket through', async () => {
  const socket = await call()
  await echoed(socket, 'a')
  proxy.inflict('without websocket')
  await once(socket, 'close')
  expect(await echoed(await call(), 'POST /v1 HTTP/1.1')).toBe('POST /v1 HTTP/1.1')
  const upgrade = await call()
  upgrade.write('GET /socket.io HTTP/1.1\r\nUpgrade: websocket\r\n')
  await once(upgrade, 'close')
  expect(heard).not.toContain('socket.io')
})

it('keeps the order when it stops being slow', async () => {
  const socket = await call()
  await echoed(socket, 'a')
  proxy.inflict('slow')
  socket.write('b')
  await turnsOfTheLoop()
  proxy.heal()
  socket.write('c')
  await expect.poll(heardThrough).toBe('abc')
})
