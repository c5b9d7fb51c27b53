import { createStore } from '@counterfoil/db/testing'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { appRouter } from '../src/server/root.ts'
import { BATCH_MOST } from '../src/trpc/batch-size.ts'
import { askAll } from './support/ask-all.ts'
import { MARKER, numberPayloads, textPayloads } from './support/attack-payloads.ts'
import { createTrace, readTables } from './support/attack-trace.ts'
import { asBody, inputsWithEach, samplesOf } from './support/input-samples.ts'
import { type EnrolledAccount, enrolAccount, openDashboard, type TestDashboard } from './support/open-dashboard.ts'

interface Walked {
  readonly path: string
  readonly inputs: readonly z.ZodType[]
}

const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { readonly _def: { readonly inputs: readonly z.ZodType[] } }
>
const walked: Walked[] = Object.entries(procedures).map(([path, { _def }]) => ({ path, inputs: _def.inputs }))

const NOBODY = '{"json":{"id":"0198c0de-0000-7000-8000-000000000001"}}'

const trace = createTrace()
let dashboard: TestDashboard
let enrolled: EnrolledAccount

beforeAll(async () => {
  dashboard = await openDashboard({ logTo: trace.logTo })
  // What is to be sealed is sealed, as beside a hub that has started.
  await registerHubKeys(dashboard.runtime.systemServices('hub'), [deriveHubKeys(new Uint8Array(32))])
  enrolled = await enrolAccount(dashboard)
  await createStore(dashboard.database.db, { country: 'DE', region: 'NRW' })
})
afterAll(() => dashboard[Symbol.asyncDispose]())

const ask = (path: string, body: string) => enrolled.browser.post(`/api/trpc/${path}`, body)

/** Asks them all and gives those that were not answered as a question of a person should be. */
async function faultsOf(path: string, bodies: readonly string[]): Promise<string[]> {
  const answered = await askAll(enrolled.browser, path, bodies)
  return answered
    .filter(({ answer }) => answer.status >= 500)
    .map(({ body, answer }) => `${answer.status} for ${body.slice(0, 300)}`)
}

describe.each(walked)('$path', ({ path, inputs }) => {
  it('refuses whatever is put into its texts, or takes it for a text', async () => {
    const before = await readTables(dashboard.database)
    const bodies = Object.values(textPayloads).flatMap((payload) =>
      inputs.flatMap((input) => inputsWithEach(input, 'string', payload).map(asBody)),
    )
    expect(await faultsOf(path, bodies)).toEqual([])
    expect(trace.leaks()).toEqual([])
    expect(await readTables(dashboard.database)).toEqual(before)
  })

  it('refuses whatever is put into its numbers, or takes it for a number', async () => {
    const bodies = numberPayloads.flatMap((payload) =>
      inputs.flatMap((input) => inputsWithEach(input, 'number', payload).map(asBody)),
    )
    expect(await faultsOf(path, bodies)).toEqual([])
  })

  it('takes no field it does not know, by whatever name', async () => {
    const names = ['__proto__', 'constructor', 'prototype', 'userId', 'role', 'reach', 'access', MARKER]
    const bodies = [{}, ...inputs.flatMap(samplesOf).slice(0, 1)].flatMap((sample) =>
      names.map((name) => `{"json":{${JSON.stringify(name)}:{"role":"administrator"},${JSON.stringify(sample).slice(1)}}`),
    )
    expect(
      await faultsOf(
        path,
        bodies.map((body) => body.replace(',}', '}')),
      ),
    ).toEqual([])
    expect(({} as { role?: string }).role).toBeUndefined()
    expect(trace.leaks()).toEqual([])
  })
})

describe('the form questions are sent in', () => {
  it.each([
    ['a prototype by value', '{"json":{"a":1},"meta":{"values":{"__proto__.polluted":["Date"]}}}'],
    [
      'a prototype by reference',
      '{"json":{"a":{"polluted":1}},"meta":{"referentialEqualities":{"a":["__proto__","constructor.prototype"]}}}',
    ],
    ['a class of ours', '{"json":{"a":1},"meta":{"values":{"a":[["class","Runtime"]]}}}'],
    ['a made-up kind', '{"json":{"a":1},"meta":{"values":{"a":[["custom","x"]]}}}'],
    ['a wrong big number', '{"json":{"a":"x"},"meta":{"values":{"a":["bigint"]}}}'],
    ['a wrong date', '{"json":{"a":"x"},"meta":{"values":{"a":["Date"]}}}'],
    ['a pattern', '{"json":{"a":"/(a+)+$/"},"meta":{"values":{"a":["regexp"]}}}'],
    ['an address that is none', '{"json":{"a":"::"},"meta":{"values":{"a":["URL"]}}}'],
    ['an error of its own', `{"json":{"a":{"message":"${MARKER}","stack":"${MARKER}"}},"meta":{"values":{"a":["Error"]}}}`],
    ['a set of nothing', '{"json":{"a":1},"meta":{"values":{"a":["set"]}}}'],
    ['a map of nothing', '{"json":{"a":1},"meta":{"values":{"a":["map"]}}}'],
    ['marks without end', `{"json":{"a":1},"meta":{"values":${'{"a":[null,'.repeat(1_000)}1${']}'.repeat(1_000)}}}`],
    ['marks that are none', '{"json":{"a":1},"meta":7}'],
    ['no question', '7'],
    ['a list', '[1,2]'],
    ['nothing at all', 'null'],
    ['no JSON', `{"json":{"${MARKER}`],
    ['an empty body', ''],
  ])('may be %s without harm', async (_what, body) => {
    for (const path of ['stores.get', 'payments.list', 'frame.storesReporting'])
      expect((await ask(path, body)).status).toBeLessThan(500)
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(trace.leaks()).toEqual([])
  })

  it.each([
    'stores.get,stores.get',
    'nothing.here',
    '__proto__',
    'constructor',
    'stores.__proto__',
    'stores.get.apply',
    '%00',
    MARKER,
  ])('names no procedure by %s', async (path) => {
    const answer = await ask(path, '{"json":{}}')
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(trace.leaks()).toEqual([])
  })

  it('answers each of several for itself', async () => {
    const asked = await askAll(enrolled.browser, 'payments.get', ['{"json":{"id":7}}', '{"json":{"id":"\\u0000"}}', NOBODY])
    const statusOf = (body: string) => asked.find((one) => one.body === body)?.answer.status
    expect([statusOf('{"json":{"id":7}}'), statusOf('{"json":{"id":"\\u0000"}}'), statusOf(NOBODY)]).toEqual([400, 400, 404])
  })

  it('asks no more at once than a page does', async () => {
    const together = (count: number) => Array.from({ length: count }, () => 'frame.storesReporting').join(',')
    expect((await ask(`${together(BATCH_MOST)}?batch=1`, '{}')).status).toBe(200)
    expect((await ask(`${together(BATCH_MOST + 1)}?batch=1`, '{}')).status).toBe(400)
  })

  it('leaves the person signed in, and the log without faults', async () => {
    expect((await ask('frame.storesReporting', '{}')).status).toBe(200)
    expect(trace.lines).toEqual([])
  })
})
