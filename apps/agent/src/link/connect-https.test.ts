import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '@counterfoil/terminals'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../../tests/support/eventually.ts'
import { connectHttps } from './connect-https.ts'
import type { PathHandlers } from './hub-path.ts'
import { createHubTransport } from './hub-transport.ts'

const CHALLENGE = { hubId: '018f0000-0000-7000-8000-000000000001', nonce: 'a'.repeat(64), protocol: 1, oldestProtocol: 1 }
const SESSION = 'b'.repeat(64)
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Asked {
  readonly step: string
  readonly session: string | undefined
  readonly body: Record<string, unknown>
}

/** A hub that answers each step as told; `undefined` never answers. */
async function startHub(answers: Record<string, (asked: Asked) => object | undefined | Promise<object | undefined>>) {
  const asked: Asked[] = []
  const url = await serve(async (request, response) => {
    const step = (request.url ?? '').replace('/v1/agents/session', '')
    const one = { step, session: request.headers.authorization, body: JSON.parse(await textOf(request)) }
    asked.push(one)
    const answer = step === '' ? { ok: true, session: SESSION, challenge: CHALLENGE } : await answers[step]?.(one)
    if (answer !== undefined) response.end(JSON.stringify(answer))
  })
  return { url, asked }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function connect(hubUrl: string) {
  const heard: unknown[] = []
  const closed: unknown[] = []
  const handlers: PathHandlers = {
    challenge: (challenge) => heard.push(challenge),
    credit: (credit) => heard.push(credit),
    closed: (why, failure) => closed.push([why, failure]),
  }
  const socket = connectHttps({ hubUrl, clock: systemClock, transport: createHubTransport() })(handlers)
  return { socket, heard, closed }
}

describe('connectHttps', () => {
  it('opens a session, says everything with it, one after another, and ends it', async () => {
    let atOnce = 0
    const { url, asked } = await startHub({
      '/batch': async ({ body }) => {
        atOnce += 1
        expect(atOnce).toBe(1)
        await new Promise((resolve) => setTimeout(resolve, 20))
        atOnce -= 1
        return { ok: true, highWater: body.firstSeq }
      },
      '/pulse': () => ({ ok: true }),
      '/end': () => ({ ok: true }),
    })
    const { socket, heard, closed } = connect(url)
    await eventually('the challenge', () => heard.length === 1)
    expect(heard).toEqual([CHALLENGE])
    const answers: unknown[] = []
    for (const firstSeq of [1, 2, 3]) socket.send('batch', { firstSeq }, (answer) => answers.push(answer))
    socket.send('pulse', { waiting: 0 }, () => {})
    await eventually('three answers', () => answers.length === 3 && asked.some(({ step }) => step === '/pulse'))
    expect(answers).toEqual([1, 2, 3].map((highWater) => ({ ok: true, highWater })))
    socket.close()
    await eventually('the end', () => asked.some(({ step }) => step === '/end'))
    expect(asked.filter(({ step }) => step !== '').every(({ session }) => session === `Bearer ${SESSION}`)).toBe(true)
    expect(closed).toEqual([])
  })

  it('hears what the hub says of its own accord, each message once, whatever is lost on the way', async () => {
    let questions = 0
    const { url, asked } = await startHub({
      '/messages': ({ body }) => {
        questions += 1
        if (questions === 2) return { not: 'from a hub' }
        const all = [1, 2, 3].map((number) => ({ number, name: 'credit', payload: { batches: number } }))
        const due = all.filter(({ number }) => number > Number(body.after)).slice(0, 1)
        return due.length === 0 ? undefined : { ok: true, messages: due }
      },
    })
    const { socket, heard, closed } = connect(url)
    await eventually('all messages', () => heard.length === 4)
    expect(heard.slice(1)).toEqual([{ batches: 1 }, { batches: 2 }, { batches: 3 }])
    const questionsAsked = () => asked.filter(({ step }) => step === '/messages').map(({ body }) => [body.after, body.waitMs])
    await eventually('the last question', () => questionsAsked().length === 5)
    expect(questionsAsked()).toEqual([
      [0, 25_000],
      [1, 25_000],
      [1, 12_500],
      [2, 12_500],
      [3, 12_500],
    ])
    expect(closed).toEqual([])
    socket.close()
  })

  it.each([
    ['closed', 'the hub closed the connection'],
    ['unknown_session', 'the hub does not know this session any more (it was restarted, or another of its nodes answered)'],
  ])('is over when the hub says %s', async (code, why) => {
    const { url } = await startHub({ '/messages': () => ({ ok: false, code, message: 'over' }) })
    const { closed } = connect(url)
    await eventually('the end', () => closed.length === 1)
    expect(closed).toEqual([[why, undefined]])
  })

  it('says a batch again whose connection broke, but no greeting', async () => {
    const tries = { '/batch': 0, '/hello': 0 }
    const url = await serve(async (request, response) => {
      const step = (request.url ?? '').replace('/v1/agents/session', '')
      await textOf(request)
      if (step === '') response.end(JSON.stringify({ ok: true, session: SESSION, challenge: CHALLENGE }))
      if (step !== '/batch' && step !== '/hello') return
      tries[step] += 1
      if (tries[step] === 1) request.socket.destroy()
      else response.end(JSON.stringify({ ok: true, highWater: 1 }))
    })
    const { socket, heard, closed } = connect(url)
    await eventually('the challenge', () => heard.length === 1)
    const answers: unknown[] = []
    socket.send('batch', {}, (answer) => answers.push(answer))
    await eventually('the answer', () => answers.length === 1)
    socket.send('hello', {}, (answer) => answers.push(answer))
    await eventually('the end', () => closed.length === 1)
    expect(tries).toEqual({ '/batch': 2, '/hello': 1 })
    expect(answers).toHaveLength(1)
  })

  it.each([
    [302, 'sends requests elsewhere (a sign-in page of the network?)', 'blocked'],
    [403, 'refuses requests to the hub (status 403)', 'blocked'],
    [404, 'takes no batches by HTTPS POST: it is an older hub, or no hub', 'blocked'],
    [407, 'a proxy that wants a sign-in does that', 'blocked'],
    [413, 'lets no request of this size through', 'failed'],
    [502, 'a gateway answers', 'failed'],
    [200, 'answered with status 200, but not like a hub', 'failed'],
  ])('reads status %i aloud', async (status, sentence, failure) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/sign-in' })
      response.end('<html>no hub</html>')
    })
    const { closed } = connect(url)
    await eventually('the end', () => closed.length === 1)
    expect(closed).toEqual([[expect.stringContaining(sentence), failure]])
  })

  it('says that nobody is there', async () => {
    const url = await serve(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const { closed } = connect(url)
    await eventually('the end', () => closed.length === 1)
    expect(closed).toEqual([[`${url}: nothing listens there (connection refused)`, 'unreachable']])
  })
})
