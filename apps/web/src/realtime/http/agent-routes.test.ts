import { randomBytes } from 'node:crypto'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AGENT_SESSION_PATH } from '@counterfoil/protocol'
import type { AgentConnection, AgentSession } from '@counterfoil/services/agent-sessions'
import { createSilenceWatch } from '@counterfoil/services/agent-sessions'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createVirtualClock } from '../../../../../packages/terminals/src/testing/virtual-clock.ts'
import { createHttpSessions } from '../agents/http-sessions.ts'
import { createLog } from '../log.ts'
import { createAgentRoutes } from './agent-routes.ts'

const CHALLENGE = { hubId: '018f0000-0000-7000-8000-00000000aaaa', nonce: 'a'.repeat(64), protocol: 1, oldestProtocol: 1 }
const never = () => Promise.reject(new Error('not asked for here'))

/** The routes over a line, and sessions that are closed when they fall silent, by a clock that is moved by hand. */
async function setUp() {
  const clock = createVirtualClock()
  const watch = createSilenceWatch({ clock, log: () => {} })
  let line: AgentConnection | undefined
  let closed = 0
  const batches: unknown[] = []
  const inner: AgentSession = {
    ...{ rotate: never, checkpoint: never, cosignature: never, joined() {}, pulse: async () => ({ ok: true }) },
    hello: async () => ({ ok: true, highWater: 0, head: '', hubTimeMs: 0, offer: 1 }),
    async batch(input) {
      batches.push(input)
      return { ok: true, highWater: 1, head: '' }
    },
    closed: () => {
      closed += 1
    },
  }
  const open = (connection: AgentConnection) => {
    line = connection
    connection.challenge(CHALLENGE)
    return watch.hear(connection, inner)
  }
  const parts = { clock, random: () => 0.5, randomBytes, log: createLog('silent') }
  const routes = createAgentRoutes({ clock }, createHttpSessions(parts, { sessions: { open }, onCount() {} }))
  const server = createServer((asked, answer) => void routes(asked, answer, asked.url ?? ''))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const post = async (step: string, body: object, session?: string) => {
    const headers = session === undefined ? {} : { authorization: `Bearer ${session}` }
    const url = `http://127.0.0.1:${port}${AGENT_SESSION_PATH}${step}`
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  return { clock, port, post, batches, heard: () => line?.bytesHeard ?? 0, closed: () => closed }
}

it('a batch that comes in pieces over half a minute is a line that lives; one that stands still is not', async () => {
  const { clock, port, post, batches, heard, closed } = await setUp()
  const { session } = await post('', {})
  expect(await post('/hello', {}, session)).toMatchObject({ ok: true })
  const slow = request({
    ...{ host: '127.0.0.1', port, path: `${AGENT_SESSION_PATH}/batch`, method: 'POST' },
    headers: { authorization: `Bearer ${session}` },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    slow.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
  for (const piece of ['{"first', 'Seq"', ':', '1}']) {
    const before = heard()
    slow.write(piece)
    await vi.waitFor(() => expect(heard()).toBeGreaterThan(before), { timeout: 10_000 })
    for (let second = 0; second < 10; second += 1) clock.advance(1_000)
    expect(closed()).toBe(0)
  }
  slow.end()
  expect([await answered, batches]).toEqual([200, [{ firstSeq: 1 }]])
  for (let second = 0; second < 16; second += 1) clock.advance(1_000)
  expect(closed()).toBe(1)
})
