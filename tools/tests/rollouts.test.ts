import { randomUUID } from 'node:crypto'
import { createSoftwarePasskey, type SoftwarePasskey } from '@counterfoil/audit/testing'
import { createAgent, createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { createJoinCode } from '@counterfoil/services/agents'
import { changeApprovers } from '@counterfoil/services/approvers'
import { wholeChain } from '@counterfoil/services/permissions'
import { approveRollout, changeRollout, getUpdates, proposeRollout, rolloutApprovalOptions } from '@counterfoil/services/updates'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { type LaunchedAgent, launchAgent } from './support/launched-agent.ts'
import { openUpdateBed, type UpdateBed } from './support/update-bed.ts'

const site = { id: 'pay.chain.example', name: 'Chain', origins: ['https://pay.chain.example'] }
const SIX_MINUTES_MS = 6 * 60_000
const NO_SOAK = [0, 0, 0, 0, 0]
let base: TestDatabase
let bed: UpdateBed
let hub: StartedHub
let store: LaunchedAgent
const passkeys = new Map<string, SoftwarePasskey>()

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  for (const id of ['ada', 'bo']) {
    const passkey = createSoftwarePasskey(`user:${id}`, site)
    passkeys.set(id, passkey)
    await base.owner.query(
      `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
       values ($1, $1, $1 || '@rollouts.example', true, now(), now(), 'administrator', 'chain')`,
      [id],
    )
    await base.owner.query(
      `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at) values ($1, $2, 'key', $3, $4, 0, false, now())`,
      [randomUUID(), id, Buffer.from(passkey.key.credentialId, 'base64url'), passkey.cose],
    )
  }
  bed = await openUpdateBed()
  hub = await startHub(base, {
    secrets: [new Uint8Array(32).fill(1)],
    updates: { folder: bed.repositoryFolder, online: bed.online },
  })
  await changeApprovers(as('ada'), { site }, { people: ['ada', 'bo'] })
  const place = await createStore(base.db)
  store = await launchAgent(bed, { hubUrl: hub.url, joinCode: (await createJoinCode(as('ada'), place.id)).code })
  await until(() => store.isReady())
  await until(async () => (await theAgent()).roster === 1)
}, 240_000)
afterAll(async () => {
  await store?.end()
  await hub?.close()
  await base?.close()
  bed?.end()
})

function as(id: string): ServiceContext {
  const actor = { kind: 'user', id, sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, actor, now: () => new Date(), newId }
}
const theAgent = async () =>
  (
    await base.pool.query<{ id: number; version: string; roster: number }>(
      `select id, version, roster_number as roster from agent where name = 'launched'`,
    )
  ).rows[0] ?? {
    id: 0,
    version: '',
    roster: 0,
  }
const theRollout = async () => (await getUpdates(as('ada'))).rollouts[0]

async function rollOut(version: string): Promise<string> {
  await until(async () => (await getUpdates(as('ada'))).releases.some((release) => release.version === version))
  const { rolloutId } = await proposeRollout(as('ada'), { version, soakMinutes: NO_SOAK, reason: 'a newer version' })
  await expect(rolloutApprovalOptions(as('ada'), { rolloutId })).rejects.toMatchObject({ reason: 'asked_oneself' })
  const { text } = await rolloutApprovalOptions(as('bo'), { rolloutId })
  const passkey = passkeys.get('bo')
  if (passkey === undefined) throw new Error('bo has a passkey')
  const { credentialId, clientData, authenticatorData, signature } = passkey.approve(text)
  const response = { clientDataJSON: clientData, authenticatorData, signature }
  await approveRollout(as('bo'), {
    rolloutId,
    response: { id: credentialId, rawId: credentialId, type: 'public-key', clientExtensionResults: {}, response },
  })
  return rolloutId
}

describe('a rollout', () => {
  it('of a good version reaches the store, which sells on with it', async () => {
    expect(await store.sell()).toBe('approved')
    bed.release('0.2.0', await bed.agent('0.2.0'))
    const rolloutId = await rollOut('0.2.0')
    await until(async () => (await theAgent()).version === '0.2.0', 180_000)
    await until(async () => (await theRollout())?.rings[1]?.counts.works === 1, 60_000)
    await until(async () => (await theRollout())?.verdict?.why === 'few_payments', 60_000)
    expect(await store.sell()).toBe('approved')
    await changeRollout(as('ada'), { rolloutId, to: 'stop', reason: 'the next one is due' })
  })

  it('of a version that starts but cannot pay stops at ring 1, and the store is back within six minutes', async () => {
    for (let nth = 0; nth < 30; nth += 1) expect(await store.sell()).toBe('approved')
    // The rings after it: stores that must never be asked.
    for (let nth = 0; nth < 4; nth += 1) {
      const { agent } = await createAgent(base.db)
      await base.pool.query(`update agent set version = '0.1.0' where id = $1`, [agent.id])
    }
    const broken = await bed.agent('0.3.0', (code) => {
      const faulty = code.replace(/cancel: "no",(\s+)takingBack: false/, 'cancel: "wanted",$1takingBack: false')
      if (faulty === code) throw new Error('the fault was not compiled in')
      return faulty
    })
    bed.release('0.3.0', broken)
    const rolloutId = await rollOut('0.3.0')
    // Which store is first is the hash's choice; here it is the one that sells.
    await base.owner.query(
      `update agent_rollout_agent set ring = case when agent_id = $2 then 1 else greatest(ring, 2) end where rollout_id = $1`,
      [rolloutId, (await theAgent()).id],
    )
    await until(async () => (await theAgent()).version === '0.3.0', 180_000)
    const brokenSinceMs = Date.now()
    await until(async () => (await theRollout())?.rings[1]?.counts.works === 1, 60_000)
    const outcomes: string[] = []
    while ((await theRollout())?.state === 'running') outcomes.push(await store.sell())
    expect(outcomes.slice(0, 30).every((outcome) => outcome !== 'approved')).toBe(true)
    expect(await theRollout()).toMatchObject({ state: 'stopped', ring: 1, verdict: { step: 'stop', why: 'approvals_low' } })
    await until(async () => (await theAgent()).version === '0.2.0' && (await store.isReady()), 180_000)
    expect(await store.sell()).toBe('approved')
    const backAfterMs = Date.now() - brokenSinceMs
    console.log(`the store was back after ${Math.round(backAfterMs / 1_000)} s and ${outcomes.length} sales`)
    expect(backAfterMs).toBeLessThan(SIX_MINUTES_MS)
    const asked = await base.pool.query(
      `select distinct agent_id as id from agent_command where kind = 'agent.update' and requested_at > (select requested_at from agent_rollout where id = $1)`,
      [rolloutId],
    )
    expect(asked.rows).toEqual([{ id: (await theAgent()).id }])
    const { rows } = await base.pool.query(
      `select action, actor_type as by from audit_entry where target_id = $1 order by acted_at, id`,
      [rolloutId],
    )
    expect(rows).toEqual([
      { action: 'rollout.proposed', by: 'user' },
      { action: 'rollout.approved', by: 'user' },
      { action: 'rollout.moved', by: 'system' },
      { action: 'rollout.moved', by: 'system' },
    ])
  })

  it('is refused by the agent when the hub’s database names another version than was approved', async () => {
    bed.release('0.4.0', await bed.agent('0.4.0'))
    const rolloutId = await rollOut('0.4.0')
    const agent = await theAgent()
    // Before the first ring's agents are asked, somebody edits what was approved.
    await base.owner.query(
      `update agent_rollout set body = replace(body, '0.4.0', '0.3.0'), state = 'running', ring = 4 where id = $1`,
      [rolloutId],
    )
    const ended = async () =>
      (
        await base.pool.query<{ outcome: string; code: string }>(
          `select outcome, code from agent_command where agent_id = $1 and kind = 'agent.update' and state = 'ended' and requested_at > (select requested_at from agent_rollout where id = $2)`,
          [agent.id, rolloutId],
        )
      ).rows[0]
    await until(async () => (await ended()) !== undefined, 60_000)
    expect(await ended()).toEqual({ outcome: 'refused', code: 'approval_other_text' })
    expect((await theAgent()).version).toBe('0.2.0')
  })
})
