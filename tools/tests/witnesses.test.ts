import { COSIGNATURE_V1, createVerifierKey, parseNote, verifyCosignature } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { recordAct } from '@counterfoil/services/audit'
import { wholeChain } from '@counterfoil/services/permissions'
import { confirmLoss, declareLoss, findOpenLoss, listWitnesses } from '@counterfoil/services/witnesses'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { count, enrolled, greet, newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { actAndSign, newestSize, putBack, type RunningPc, rewrite, type StorePc, storePc } from './support/witness-bed.ts'

let base: TestDatabase
let hub: StartedHub | undefined
let pc: StorePc
let running: RunningPc | undefined

beforeEach(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  pc = await storePc(base)
})
afterEach(async () => {
  await running?.stop()
  await hub?.close()
  running = undefined
  hub = undefined
  pc.end()
  await base.close()
})

async function start(way?: 'websocket' | 'https'): Promise<{ hub: StartedHub; running: RunningPc }> {
  const startedHub = await startHub(base)
  hub = startedHub
  await actAndSign(base, 3)
  running = await pc.run(startedHub.url, way)
  return { hub: startedHub, running }
}

async function stop(): Promise<void> {
  await running?.stop()
  running = undefined
  await hub?.close()
  hub = undefined
}

const cosigned = () => count(base, 'audit_cosignature', 'true')

function as(id: string): ServiceContext {
  const actor = { kind: 'user', id, sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, now: () => new Date(), newId, actor }
}

async function addAdministrators(): Promise<void> {
  for (const id of ['ada', 'bo'])
    await base.owner.query(
      `insert into "user" (id, name, email, role) values ($1, $1, $1 || '@chain.example', 'administrator')`,
      [id],
    )
}

async function recordSome(acts: number): Promise<void> {
  const ctx = { actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId }
  for (let nth = 0; nth < acts; nth += 1)
    await recordAct(ctx, base.pool, { action: 'person.enabled', target: { type: 'person', id: 'p' } })
}

/** The agent has seen the log, and again with so many entries more; both are stopped. */
async function seenAndStopped(acts: number): Promise<bigint> {
  await start()
  await until(async () => (await cosigned()) > 0)
  await stop()
  const again = await startHub(base)
  hub = again
  const size = await actAndSign(base, acts)
  await forgetRounds()
  running = await pc.run(again.url)
  await until(() => BigInt(running?.seen().last?.size ?? 0) >= size)
  await stop()
  return BigInt(await lastSeen())
}

/** What the PC's file says while nothing runs. */
async function lastSeen(): Promise<string> {
  const looked = await pc.run('http://127.0.0.1:9')
  const { last } = looked.seen()
  await looked.stop()
  return last?.size ?? '0'
}

/** Every checkpoint as if signed long ago: the one all agents are shown within a minute is the newest then. */
async function forgetRounds(): Promise<void> {
  await base.owner.query('alter table audit_checkpoint disable trigger user')
  await base.owner.query('alter table audit_cosignature disable trigger user')
  await base.owner.query('delete from audit_witness')
  await base.owner.query('delete from audit_cosignature')
  await base.owner.query(`update audit_checkpoint set signed_at = signed_at - interval '1 hour'`)
  await base.owner.query('alter table audit_checkpoint enable trigger user')
  await base.owner.query('alter table audit_cosignature enable trigger user')
}

describe('an agent as a witness', () => {
  it.each(['websocket', 'https'] as const)(
    'sees the log, keeps it, and its cosignature stands under the checkpoint (%s)',
    async (way) => {
      const { running: agent } = await start(way)
      await until(async () => (await cosigned()) > 0)
      expect(agent.seen()).toMatchObject({ state: 'good', origin: 'test.invalid/counterfoil', refused: [] })
      const { rows } = await base.pool.query<{ note: string; line: string; witness: string }>(
        'select note, line, witness from audit_checkpoint join audit_cosignature using (size, signed_at)',
      )
      const key = createVerifierKey(
        `${pc.identity.agentId}.test.invalid/counterfoil`,
        Buffer.from(pc.identity.publicKey, 'base64'),
        COSIGNATURE_V1,
      )
      expect(verifyCosignature(parseNote(rows[0]?.note ?? '')?.text ?? '', rows[0]?.line ?? '', key)).toMatchObject({ ok: true })
      expect(await listWitnesses(base)).toMatchObject([
        { agentId: pc.agentId, witness: key.name, publicKey: pc.identity.publicKey },
      ])
      const page = await fetch(`${agent.agent.tillApiUrl()}/v1/record`)
      expect(await page.json()).toMatchObject({ state: 'good', last: { size: agent.seen().last?.size } })
    },
  )

  it('is asked nothing by a hub it does not ask: an agent that knows nothing of logs delivers as before', async () => {
    const { hub: started } = await start()
    const old = await greet(started.url, await enrolled(base))
    const heard: unknown[] = []
    old.socket.onAny((name: string) => heard.push(name))
    await actAndSign(base, 3)
    expect(await old.socket.timeout(10_000).emitWithAck('pulse', { waiting: 0, oldestMs: 0, atMs: 1 })).toEqual({ ok: true })
    expect(heard).toEqual([])
    old.close()
  })

  it('is believed by its registered key only, and for a checkpoint that there is', async () => {
    const { hub: started } = await start()
    const other = await greet(started.url, await enrolled(base))
    await until(async () => (await cosigned()) === 1)
    const { rows } = await base.pool.query<{ size: string; ms: number; line: string }>(
      'select size::text, extract(epoch from signed_at)::float8 * 1000 as ms, line from audit_cosignature',
    )
    const said = { size: rows[0]?.size, signedAtMs: Math.round(rows[0]?.ms ?? 0), line: rows[0]?.line }
    const say = (cosignature: object) => other.socket.timeout(10_000).emitWithAck('cosignature', cosignature)
    expect(await say(said)).toMatchObject({ ok: false, code: 'bad_signature' })
    expect(await say({ ...said, signedAtMs: 5 })).toMatchObject({ ok: false, code: 'unknown_checkpoint' })
    expect(await say({ ...said, line: 7 })).toMatchObject({ ok: false, code: 'malformed' })
    expect(await cosigned()).toBe(1)
    other.close()
  })

  it('may not ask without end', async () => {
    const { hub: started } = await start()
    const other = await greet(started.url, await enrolled(base))
    const answers: { ok: boolean; code?: string; retryAfterMs?: number }[] = []
    for (let nth = 0; nth < 8; nth += 1) answers.push(await other.socket.timeout(10_000).emitWithAck('checkpoint', { from: '0' }))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(6)
    expect(answers.at(-1)).toMatchObject({ ok: false, code: 'busy' })
    other.close()
  })

  it('cannot stop the log with a note the hub never signed', async () => {
    const { hub: started } = await start()
    const other = await greet(started.url, await enrolled(base))
    const note = `test.invalid/counterfoil\n999\n${Buffer.alloc(32).toString('base64')}\n\n— test.invalid/counterfoil ${Buffer.alloc(68).toString('base64')}\n`
    const answer = await other.socket.timeout(10_000).emitWithAck('checkpoint', { from: '999', note, older: [] })
    expect(answer).toMatchObject({ ok: false, code: 'malformed' })
    expect(await findOpenLoss(base)).toBeNull()
    other.close()
  })
})

describe('a hub whose database was silently put back', () => {
  it('is refused at the next greeting, by name, and the agent goes on delivering', async () => {
    const seen = await seenAndStopped(20)
    await putBack(base, Number(seen) - 12)
    const { running: agent } = await start()
    await until(() => agent.seen().state === 'refused')
    expect(agent.seen().refused).toMatchObject([{ cause: 'loss_undeclared', settled: false }])
    expect(agent.seen().last?.size).toBe(String(seen))
    // It still delivers, and tells an honest hub what it found.
    await until(
      async () =>
        (await count(base, 'event', `kind = 'agent.alert' and convert_from(body, 'utf8') like '%record_refused%'`)) === 1,
    )
    expect(await cosigned()).toBe(0)
  })

  it('signs nothing until two people have declared it, and is then followed as restored', async () => {
    await addAdministrators()
    const seen = await seenAndStopped(20)
    await putBack(base, Number(seen) - 12)
    await start()
    await until(async () => (await findOpenLoss(base)) !== null)
    const loss = await findOpenLoss(base)
    expect(loss).toMatchObject({ seenSize: String(seen), agents: [pc.agentId], declared: null })
    expect(BigInt(loss?.commonSize ?? 0)).toBeLessThanOrEqual(seen - 12n)
    const lossId = loss?.id ?? ''
    const signed = await newestSize(base)
    await recordSome(30)
    await until(async () => (await count(base, 'audit_queue', 'true')) === 0)
    expect(await newestSize(base)).toBe(signed)

    await expect(confirmLoss(as('ada'), { lossId })).rejects.toMatchObject({ reason: 'not_declared' })
    await declareLoss(as('ada'), { lossId, why: 'The disk failed; the backup of 02:00 was put back.' })
    await expect(confirmLoss(as('ada'), { lossId })).rejects.toMatchObject({ reason: 'same_person' })
    await expect(confirmLoss({ ...as('bo'), actor: { kind: 'system', name: 'cli' } }, { lossId })).rejects.toMatchObject({
      reason: 'person_wanted',
    })
    const ada = (columns: string) => base.owner.query(`update "user" set ${columns} where id = 'ada'`)
    for (const gone of [
      `state = 'disabled', disabled_at = now()`,
      `role = 'auditor'`,
      `reach = 'country', reach_country = 'DE'`,
    ]) {
      await ada(gone)
      await expect(confirmLoss(as('bo'), { lossId })).rejects.toMatchObject({ reason: 'first_person_gone' })
      await ada(`state = 'active', disabled_at = null, role = 'administrator', reach = 'chain', reach_country = null`)
    }
    expect(await newestSize(base)).toBe(signed)
    await confirmLoss(as('bo'), { lossId })
    await until(async () => (await newestSize(base)) > signed)
    // The hub's news brings the agent back within ten seconds, long before its minute is over.
    await until(() => running?.seen().state === 'restored', 30_000)
    expect(running?.seen()).toMatchObject({
      restorations: [{ from: loss?.commonSize, to: String(seen) }],
      refused: [{ cause: 'loss_undeclared', settled: true }],
    })
    expect(running?.seen().message).toMatch(new RegExp(`restored from ${loss?.commonSize} to ${seen}`))
    await until(async () => (await cosigned()) > 0)
    expect(await findOpenLoss(base)).toBeNull()
    await expect(declareLoss(as('ada'), { lossId, why: 'again' })).rejects.toMatchObject({ reason: 'no_open_loss' })
    // From here on the new branch is the agent's own.
    const resumed = running
    await resumed?.stop()
    running = hub && (await pc.run(hub.url))
    await until(() => (running?.seen().last?.atMs ?? 0) > (resumed === undefined ? 0 : Date.now() - 5_000))
    expect(running?.seen().state).toBe('restored')
  })
})

it('a hub that comes back after a long time signs nothing new before its witnesses have been heard', async () => {
  await start()
  await until(async () => (await cosigned()) > 0)
  await stop()
  const signed = await newestSize(base)
  // Three hours ago, all of it.
  await base.owner.query('alter table audit_checkpoint disable trigger user')
  await base.owner.query('alter table audit_cosignature disable trigger user')
  await base.owner.query('delete from audit_cosignature')
  await base.owner.query('alter table audit_witness drop constraint audit_witness_size_signed_at_fkey')
  for (const table of ['audit_checkpoint', 'audit_witness'])
    await base.owner.query(`update ${table} set signed_at = signed_at - interval '3 hours'`)
  await base.owner.query(`update audit_witness set cosigned_at = cosigned_at - interval '3 hours'`)
  const again = await startHub(base)
  hub = again
  await recordSome(30)
  await until(async () => (await count(base, 'audit_queue', 'true')) === 0)
  expect(await newestSize(base)).toBe(signed)
  running = await pc.run(again.url)
  await until(async () => (await newestSize(base)) > signed)
})

it('a hub whose secret was renewed is followed while it still has the former one, and refused without it', async () => {
  await start()
  await until(async () => (await cosigned()) > 0)
  const before = running?.seen().logKey
  await stop()
  await forgetRounds()
  const renewed = new Uint8Array(32).fill(3)
  const withFormer = await startHub(base, { secrets: [renewed, new Uint8Array(32)] })
  hub = withFormer
  await actAndSign(base, 3)
  running = await pc.run(withFormer.url)
  await until(() => running?.seen().logKey !== before)
  expect(running.seen()).toMatchObject({ state: 'good', refused: [] })
  await stop()
  await forgetRounds()
  const stranger = await startHub(base, { secrets: [new Uint8Array(32).fill(4)] })
  hub = stranger
  await actAndSign(base, 3)
  running = await pc.run(stranger.url)
  await until(() => running?.seen().state === 'refused')
  expect(running.seen().refused).toMatchObject([{ cause: 'other_key' }])
})

it('a hub that rewrote its record with its own key is refused, and both records are kept', async () => {
  const seen = await seenAndStopped(20)
  await rewrite(base, 2)
  const { running: agent } = await start()
  await until(() => agent.seen().state === 'refused')
  const [refused] = agent.seen().refused
  expect(refused?.why).toMatch(new RegExp(`does not begin with the ${seen}`))
  expect(parseNote(refused?.ours ?? '')?.text).toContain(`\n${seen}\n`)
  expect(JSON.parse(refused?.theirs ?? '{}')).toMatchObject({ ok: true })
  expect(await cosigned()).toBe(0)
})

it('a hub that shows another record than its twin is refused', async () => {
  const twin = await openTestDatabase()
  try {
    const installation = await base.db.installation.findFirstOrThrow()
    await createInstallation(twin.db, { hubId: installation.hubId, logOrigin: installation.logOrigin })
    pc.end()
    pc = await storePc(base, [twin])
    const { running: agent } = await start()
    await until(async () => (await cosigned()) > 0)
    await agent.stop()
    running = undefined
    const other = await startHub(twin)
    try {
      await actAndSign(twin, 30)
      running = await pc.run(other.url)
      await until(() => running?.seen().state === 'refused')
      expect(running.seen().refused[0]?.why).toMatch(/does not begin with|two different records/)
      expect(await count(twin, 'audit_cosignature', 'true')).toBe(0)
      // Its own hub is its own still.
      await running.stop()
      running = hub && (await pc.run(hub.url))
      await until(() => running?.seen().state === 'good')
    } finally {
      await running?.stop()
      running = undefined
      await other.close()
    }
  } finally {
    await twin.close()
  }
})
