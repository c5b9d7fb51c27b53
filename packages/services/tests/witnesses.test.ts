import { COSIGNATURE_V1, cosign, createKeyPair, createSignerKey, parseNote, type SignerKey } from '@counterfoil/audit'
import { createAgent, createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { witnessName } from '@counterfoil/protocol'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FoundAgent } from '../src/agents/find-agent.ts'
import { checkpointSigner, makeCheckpoint } from '../src/audit/index.ts'
import { realClock } from '../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { createWitnessDesk, listWitnesses, type WitnessDesk } from '../src/witnesses/index.ts'
import { hubContext, recordMany, sequenceAll } from './audit-log-bed.ts'
import { newId } from './ingest-bed.ts'

const keys = deriveHubKeys(new Uint8Array(32).fill(7))
const signer = checkpointSigner('test.invalid/counterfoil', keys.checkpoints)
const MINUTE = 60_000
/** The beginning of an hour that is over. */
const HOUR = (Math.floor(Date.now() / (60 * MINUTE)) - 2) * 60 * MINUTE
/** Stands still: all that happens in a test happens within one second. */
const clock = { ...realClock, monotonicMs: () => 0 }

let base: TestDatabase
let desk: WitnessDesk
beforeEach(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await registerHubKeys(hubContext(base.pool), [keys])
  desk = createWitnessDesk({ pool: base.pool, newId, clock, log() {} })
})
afterEach(() => base.close())

async function sign(atMs: number, more: number): Promise<{ size: bigint; text: string; signedAtMs: number }> {
  await recordMany(base.pool, more)
  await sequenceAll(base.pool)
  const made = await makeCheckpoint({ pool: base.pool, now: () => new Date(atMs) }, signer)
  return { size: made?.size ?? 0n, text: parseNote(made?.note ?? '')?.text ?? '', signedAtMs: atMs }
}

async function agents(count: number): Promise<{ agent: FoundAgent; key: SignerKey }[]> {
  const made: { agent: FoundAgent; key: SignerKey }[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const seed = new Uint8Array(32).fill(nth + 1)
    const { agent } = await createAgent(base.db)
    const key = createSignerKey(witnessName(agent.uid, signer.name), seed, COSIGNATURE_V1)
    const publicKey = Buffer.from(key.publicKey).toString('base64')
    made.push({ agent: { id: agent.id, uid: agent.uid, state: 'active', publicKey } as unknown as FoundAgent, key })
  }
  return made
}

const kept = async (size: bigint) =>
  Number((await base.pool.query('select count(*) as n from audit_cosignature where size = $1', [size])).rows[0].n)

describe('cosignatures', () => {
  it('are kept under a checkpoint up to what a quorum asks for, and always as the newest of their witness', async () => {
    const all = await agents(70)
    const hourly = await sign(HOUR + 1_000, 5)
    const minutely = await sign(HOUR + MINUTE + 1_000, 5)
    for (const { size, text, signedAtMs } of [hourly, minutely])
      for (const { agent, key } of all)
        expect(await desk.take(agent, { size: String(size), signedAtMs, line: cosign(text, key, 5n) })).toEqual({ ok: true })
    expect(await kept(hourly.size)).toBe(64)
    expect(await kept(minutely.size)).toBe(16)
    const listed = await listWitnesses(base)
    expect(listed).toHaveLength(70)
    expect(new Set(listed.map(({ size }) => size))).toEqual(new Set([String(minutely.size)]))
    // One that comes late does not take the newest one's place.
    const [first] = all
    if (first === undefined) throw new Error('no agent')
    await desk.take(first.agent, {
      size: String(hourly.size),
      signedAtMs: hourly.signedAtMs,
      line: cosign(hourly.text, first.key, 9n),
    })
    expect((await listWitnesses(base)).filter(({ size }) => size === String(hourly.size))).toEqual([])
  })

  it('of an agent that was shut out, of another key or another text, count nothing', async () => {
    const [one] = await agents(1)
    if (one === undefined) throw new Error('no agent')
    const { size, text, signedAtMs } = await sign(HOUR + 1_000, 5)
    const say = (agent: FoundAgent, line: string) => desk.take(agent, { size: String(size), signedAtMs, line })
    const revoked = { ...one.agent, state: 'revoked' } as FoundAgent
    expect(await say(revoked, cosign(text, one.key, 5n))).toMatchObject({ ok: false })
    const stranger = { ...one.agent, publicKey: createKeyPair().publicKey } as FoundAgent
    expect(await say(stranger, cosign(text, one.key, 5n))).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await say(one.agent, cosign(`${text}x\n`, one.key, 5n))).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await kept(size)).toBe(0)
  })
})

describe('the checkpoint that is shown', () => {
  it('is read and proved once for all who ask within a second', async () => {
    const all = await agents(20)
    const seen = await sign(HOUR, 300)
    const first = await desk.show((all[0] ?? { agent: {} as FoundAgent }).agent, { from: '0' })
    if (!first.ok) throw new Error(first.message)
    await sign(HOUR + MINUTE, 300)
    let queries = 0
    const counting = {
      query: (...asked: Parameters<typeof base.pool.query>) => {
        queries += 1
        return base.pool.query(...asked)
      },
    } as unknown as typeof base.pool
    const fresh = createWitnessDesk({ pool: counting, newId, clock, log() {} })
    const answers = await Promise.all(all.map(({ agent }) => fresh.show(agent, { from: String(seen.size), note: first.note })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ ok: true })
    const forAll = queries
    await fresh.show((all[1] ?? { agent: {} as FoundAgent }).agent, { from: String(seen.size), note: first.note })
    expect(queries).toBe(forAll)
    expect(forAll).toBeLessThan(40)
  })
})
