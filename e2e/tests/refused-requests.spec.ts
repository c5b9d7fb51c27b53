import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from '@playwright/test'
import { stackPlaces } from '../stack/places.ts'
import { appRouterPaths } from '../stack/procedure-paths.ts'

/** Requests no page of ours sends, as the built dashboard answers them. */
const stack = stackPlaces()
const { port } = new URL(stack.origin)
let listener: Server
let reached = 0
/** Stands in no page of ours. */
const ELSEWHERE = 'the-other-server-answers'

test.beforeAll(async () => {
  listener = createServer((_request, response) => {
    reached += 1
    response.end(ELSEWHERE)
  })
  listener.on('upgrade', () => {
    reached += 1
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})
test.afterAll(() => {
  listener.close().closeAllConnections()
})

const elsewhere = () => `http://127.0.0.1:${(listener.address() as AddressInfo).port}`

async function raw(lines: readonly string[]): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  socket.setTimeout(5_000, () => socket.destroy())
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return text(socket).catch(() => '')
}

test('asks no other server, whatever it is asked for', async ({ request }) => {
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ]
  for (const target of [
    `${elsewhere()}/`,
    `//127.0.0.1:${elsewhere().split(':').at(-1)}/`,
    '/',
    '/sign-in',
    '/api/trpc/x',
    '/socket.io/?EIO=4',
  ])
    for (const host of [`localhost:${port}`, elsewhere().slice(7)])
      for (const more of [upgrade, []]) {
        const answer = await raw([
          `GET ${target} HTTP/1.1`,
          `Host: ${host}`,
          ...more,
          ...(more.length === 0 ? ['Connection: close'] : []),
        ])
        expect(answer).not.toMatch(new RegExp(`^HTTP/1\\.1 101|${ELSEWHERE}`))
      }
  for (const path of [
    `/_next/image?url=${encodeURIComponent(elsewhere())}&w=64&q=75`,
    `/_next/image?url=//${elsewhere().slice(7)}/x.png&w=64&q=75`,
  ])
    expect((await request.get(stack.origin + path)).status()).toBeGreaterThanOrEqual(400)
  expect(reached).toBe(0)
})

test('takes no name of itself from outside', async () => {
  for (const more of [
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'Forwarded: host=evil.example',
    'X-Host: evil.example',
  ]) {
    for (const host of [`localhost:${port}`, 'evil.example']) {
      const answer = await raw(['GET /payments HTTP/1.1', `Host: ${host}`, more, 'Connection: close'])
      const location = /^location: (.*)$/im.exec(answer)?.[1]?.trim()
      expect(location === undefined || !/^(https?:)?\/\/evil/.test(location), `${more}, ${host}: ${location}`).toBe(true)
    }
  }
})

test('answers no procedure to a link, nor by any word for another method', async ({ request }) => {
  for (const path of appRouterPaths()) {
    const address = `${stack.origin}/api/trpc/${path}`
    for (const query of ['', '?input=%7B%22json%22%3A%7B%7D%7D', '?batch=1&input=%7B%220%22%3A%7B%7D%7D', '?_method=POST'])
      expect([path, query, (await request.get(address + query)).status()]).toEqual([path, query, 405])
    for (const method of ['PUT', 'PATCH', 'DELETE', 'HEAD'])
      expect([
        path,
        method,
        (await request.fetch(address, { method, headers: { 'x-http-method-override': 'POST' } })).status(),
      ]).toEqual([path, method, 405])
  }
})
