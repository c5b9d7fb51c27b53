import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EnrolRequest } from '@counterfoil/protocol'
import { expect, it } from 'vitest'
import { AGENT_ID, HUB_ID } from '../../tests/support/stub-hub.ts'
import { enrol } from './enrol.ts'
import { enrolledAddresses, identityPath, identityRightsProblem, readIdentity } from './identity.ts'

const granted = { ok: true, agentId: AGENT_ID, hubId: HUB_ID, store: { code: 'B', name: 'Berlin' }, epoch: 3 }

/** Enrols with what the hub answers to each try; a function throws as the network does. */
async function enrolWith(answers: readonly (object | (() => never))[], again = false) {
  const dataDir = mkdtempSync(join(tmpdir(), 'enrol-'))
  const keys: string[] = []
  const results = []
  for (const answer of answers) {
    results.push(
      await enrol({
        hubUrls: ['https://hub.example'],
        code: 'ABCDE FGHJK',
        name: 'Berlin',
        dataDir,
        host: { hostname: 'h', platform: 'p', version: 'v' },
        afterEpoch: 0,
        again,
        async postJson(url, body) {
          expect(url).toBe('https://hub.example/v1/enrol')
          keys.push(EnrolRequest.parse(body).publicKey)
          expect(JSON.stringify(body)).not.toContain('privateKey')
          return typeof answer === 'function' ? answer() : answer
        },
      }),
    )
  }
  return { dataDir, keys, results }
}

const lost = () => {
  throw new Error('no answer within 15 s')
}

it('keeps its key over a lost answer, and writes who it is for its owner only', async () => {
  const { dataDir, keys, results } = await enrolWith([lost, granted])
  expect(results).toMatchObject([{ enrolled: false, code: 'unreachable' }, { enrolled: true }])
  expect(keys[0]).toBe(keys[1])
  expect(readIdentity(dataDir)).toMatchObject({ agentId: AGENT_ID, epoch: 3, publicKey: keys[0], hubUrl: 'https://hub.example' })
  expect(statSync(identityPath(dataDir)).mode & 0o777).toBe(0o600)
  expect(identityRightsProblem(dataDir)).toBeUndefined()
  expect(readFileSync(identityPath(dataDir), 'utf8')).toContain('privateKey')
})

it('makes a new key where the hub has the old one already, and for a new identity', async () => {
  const refused = { ok: false, code: 'key_in_use', message: 'This key is enrolled.' }
  const { keys } = await enrolWith([refused, granted, granted], true)
  expect(new Set(keys).size).toBe(3)
})

it('does not take another program for a hub', async () => {
  const { results, dataDir } = await enrolWith([{ hello: 'world' }])
  expect(results).toMatchObject([{ enrolled: false, code: 'not_a_hub' }])
  expect(readIdentity(dataDir)).toBeUndefined()
})

it('asks the next address where the first does not answer, and keeps them all', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'enrol-'))
  const asked: string[] = []
  const options = (answering: string) => ({
    hubUrls: ['https://a.example', 'https://b.example'],
    code: 'ABCDEFGHJK',
    name: 'Berlin',
    dataDir,
    host: { hostname: 'h', platform: 'p', version: 'v' },
    afterEpoch: 0,
    again: false,
    async postJson(url: string) {
      asked.push(url)
      return url.startsWith(answering) ? granted : lost()
    },
  })
  const failed = await enrol(options('https://nobody'))
  expect(failed).toMatchObject({ enrolled: false, code: 'unreachable' })
  expect('message' in failed && failed.message).toMatch(/a\.example.+no answer.+b\.example.+no answer/)
  asked.length = 0
  expect(await enrol(options('https://b.example'))).toMatchObject({ enrolled: true })
  expect(asked).toEqual(['https://a.example/v1/enrol', 'https://b.example/v1/enrol'])
  const identity = readIdentity(dataDir)
  expect(identity && enrolledAddresses(identity)).toEqual(['https://a.example', 'https://b.example'])
})
