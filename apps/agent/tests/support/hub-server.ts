import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { verifyTextSync } from '@counterfoil/audit'
import { EnrolRequest, enrolmentText } from '@counterfoil/protocol'
import { Server } from 'socket.io'
import { AGENT_ID, createStubHub, HUB_ID, type StubHub } from './stub-hub.ts'

export const JOIN_CODE = 'ABCDEFGHJK'

/** The stub hub behind real HTTP and socket.io, as an agent process meets it. */
export interface HubServer {
  readonly url: string
  /** There once an agent has enrolled; of several enrolments the newest, or the `nth` from 0. */
  hub(nth?: number): StubHub
  /** Whether batches are taken; while not, the hub says it is unavailable. */
  acceptBatches(accept: boolean): void
  close(): Promise<void>
}

export async function startHubServer(): Promise<HubServer> {
  const stubs = new Map<string, StubHub>()
  let accepting = true
  const server = createServer((request, response) => void enrolAgent(request, response))
  const io = new Server(server, { transports: ['websocket'], serveClient: false })

  async function enrolAgent(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (body: object) => {
      response.writeHead(200, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (request.url !== '/v1/enrol') {
      response.writeHead(404).end()
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const enrolment = EnrolRequest.parse(JSON.parse(Buffer.concat(chunks).toString()))
    if (!verifyTextSync(enrolment.publicKey, enrolmentText(enrolment), enrolment.signature)) {
      answer({ ok: false, code: 'bad_signature', message: 'The signature does not fit the key.' })
    } else if (enrolment.code !== JOIN_CODE) {
      answer({ ok: false, code: 'wrong_code', message: 'This join code is not known. Four tries are left.' })
    } else {
      const agentId = stubs.size === 0 ? AGENT_ID : `${AGENT_ID.slice(0, -2)}b${stubs.size}`
      stubs.set(agentId, createStubHub(enrolment.publicKey, Date.now, agentId))
      const epoch = (enrolment.afterEpoch ?? 0) + 1
      answer({ ok: true, agentId, hubId: HUB_ID, store: { code: 'BER-1', name: 'Berlin' }, epoch })
    }
  }

  io.of('/agents').on('connection', (socket) => {
    const [first] = stubs.values()
    if (first === undefined) {
      socket.disconnect(true)
      return
    }
    let hub = first
    const challenge = hub.challenge()
    socket.emit('challenge', challenge)
    socket.on('hello', (hello: { agentId: string }, answer: (body: object) => void) => {
      hub = stubs.get(hello.agentId) ?? first
      answer(hub.hello(hello, challenge.nonce))
      socket.emit('credit', { events: 1_000_000 })
    })
    socket.on('batch', (batch: unknown, answer: (body: object) => void) =>
      answer(
        accepting ? hub.batch(batch) : { ok: false, code: 'unavailable', message: 'The database is away.', retryAfterMs: 1_000 },
      ),
    )
    socket.on('pulse', (pulse: unknown, answer: (body: object) => void) => {
      hub.pulse(pulse)
      answer({ ok: true })
    })
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    hub(nth = -1) {
      const stub = [...stubs.values()].at(nth)
      if (stub === undefined) throw new Error('No agent has enrolled.')
      return stub
    },
    acceptBatches(accept) {
      accepting = accept
    },
    close: () => io.close(),
  }
}
