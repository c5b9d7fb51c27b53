import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { createVirtualClock } from '@counterfoil/terminals'
import { expect, it, onTestFinished } from 'vitest'
import type { TillApiConfig } from '../src/agent-config.ts'
import type { AgentStatus } from '../src/agent-status.ts'
import { openOutbox } from '../src/outbox/open-outbox.ts'
import { createPaymentDesk } from '../src/payments/payment-desk.ts'
import { createMemoryWitnessStore } from '../src/testing/memory-witness-store.ts'
import { createTillApi } from '../src/till-api/till-api.ts'
import { describeRecord } from '../src/witness/describe-record.ts'
import { eventually } from './support/eventually.ts'

const token = 'a-token-of-more-than-24-letters'
const config: TillApiConfig = {
  host: '127.0.0.1',
  port: 0,
  allowedHosts: [],
  allowedOrigins: [],
  tills: [{ name: 'till-1', tokenSha256: createHash('sha256').update(token).digest('hex') }],
}
const status = (): AgentStatus => ({
  name: 'x',
  boot: 'x',
  upMs: 1,
  hub: { connected: false, sinceMs: 0, code: 'starting', message: '' },
  waiting: { events: 0, oldestMs: 0, ofEarlierEpochs: 0 },
  takesPayments: true,
  terminals: [],
})

function create(changes: Partial<TillApiConfig>) {
  const clock = createVirtualClock()
  const errors: string[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (_facts: object, message: string) => void errors.push(message) }
  const desk = createPaymentDesk({ outbox: openOutbox({ path: ':memory:', epoch: 1 }), newId: () => 'x', terminals: [] })
  const runOperation = () => Promise.reject(new Error('nobody asks for an operation here'))
  const api = createTillApi({
    config: { ...config, ...changes },
    record: () => describeRecord(createMemoryWitnessStore()),
    desk,
    status,
    runOperation,
    noteCardNumbers() {},
    clock,
    log,
  })
  onTestFinished(() => api.stop())
  return { api, clock, errors }
}

it('says that its port is taken, goes on, and takes it when it is free', async () => {
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
  const address = squatter.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { api, clock, errors } = create({ port })
  await api.start()
  expect(api.url()).toBeUndefined()
  clock.advance(10_000)
  await eventually('second try', () => errors.length === 2)
  expect(errors[0]).toBe(
    `The till API cannot listen on 127.0.0.1:${port}: another program holds the port. Stop it, or set tillApi.port to another.`,
  )
  await new Promise((resolve) => squatter.close(resolve))
  clock.advance(10_000)
  expect(await eventually('listening', () => api.url())).toBe(`http://127.0.0.1:${port}`)
})

it('speaks TLS where it has a certificate', async () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8')
  const cert = read('test-only-cert.pem')
  const { api } = create({ tls: { cert, key: read('test-only-key.pem') } })
  await api.start()
  const { port, protocol } = new URL(api.url() ?? '')
  expect(protocol).toBe('https:')
  const code = await new Promise((resolve, reject) => {
    request(
      { host: '127.0.0.1', port, path: '/v1/terminals', ca: cert, headers: { Authorization: `Bearer ${token}` } },
      (response) => {
        response.resume()
        resolve(response.statusCode)
      },
    )
      .on('error', reject)
      .end()
  })
  expect(code).toBe(200)
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow()
})
