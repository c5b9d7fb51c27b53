import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createInstallation, createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { createJoinCode, revokeAgent } from '@counterfoil/services/agents'
import { findProtocol } from '@counterfoil/terminals'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentFolder, createAgentFolder, end } from '../../apps/agent/tests/support/agent-process.ts'
import { type TerminalAt, terminalAtTcp } from '../../apps/agent/tests/support/terminal-at.ts'
import { newId, until } from '../../apps/web/tests/hub-bed.ts'
import { freePort, type HubProcess, startHubProcess } from '../../apps/web/tests/hub-process.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt

let base: TestDatabase
let hub: HubProcess
let terminal: TerminalAt
let agent: AgentFolder
let storeId: number
const children: ChildProcess[] = []

beforeEach(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  storeId = (await createStore(base.db)).id
  hub = await startHubProcess({ databaseUrl: base.url, port: await freePort() })
  terminal = await terminalAtTcp(protocol)
  agent = await createAgentFolder(hub.url, terminal.address)
})

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL')
  await terminal?.close()
  await hub?.kill('SIGKILL')
  await base?.close()
  if (agent !== undefined) rmSync(agent.folder, { recursive: true, force: true })
})

const services = () => ({
  pool: base.pool,
  db: base.db,
  now: () => new Date(),
  newId,
  actor: { kind: 'system', name: 'test' } as const,
})

async function enrol(...more: string[]): Promise<void> {
  const { code } = await createJoinCode(services(), storeId)
  expect(await agent.call('enrol', '--code', code, ...more)).toMatchObject({ code: 0 })
}

async function start(): Promise<ChildProcess> {
  const child = await agent.start()
  children.push(child)
  return child
}

/** Sells once over the till's API, to the end; returns the payment's id. */
async function sell(amountMinor: number): Promise<string> {
  await until(async () => {
    const { body } = await agent.ask('GET', '/v1/terminals')
    return (body.terminals as { condition: string }[])[0]?.condition === 'ready'
  })
  const order = { lane: '1', kind: 'sale', amountMinor, currency: 'EUR' }
  const { body } = await agent.ask('POST', '/v1/payments', order, { 'Idempotency-Key': `k-${amountMinor}` })
  await until(async () => (await agent.ask('GET', `/v1/payments/${String(body.id)}`)).body.state === 'final')
  return String(body.id)
}

/** A PC that sold twice while its hub was away, was killed, and enrolled again. Gives the payments' ids and the earlier agent's number. */
async function leaveBehind(): Promise<{ sold: string[]; earlier: number }> {
  await enrol()
  const earlier = (await base.pool.query<{ id: number }>('select id from agent')).rows[0]?.id ?? 0
  const { port } = hub
  await hub.kill('SIGKILL')
  const child = await start()
  const sold = [await sell(500), await sell(700)]
  await end(child, 'SIGKILL')
  hub = await startHubProcess({ databaseUrl: base.url, port })
  await enrol('--again')
  return { sold, earlier }
}

const unsent = async () => Number((await agent.call('unsent', '--count')).out)
const rows = async (sql: string) => (await base.pool.query(sql)).rows

describe('an agent that enrolled again with money its hub had not got', () => {
  it('delivers the payments of both enrolments, each once and in its own stream, though it is killed on the way', async () => {
    const { sold } = await leaveBehind()
    const left = await unsent()
    expect((await agent.call('status')).out).toContain(`${left} of ${left} events wait for the hub`)
    await end(await start(), 'SIGKILL')
    await start()
    sold.push(await sell(900))
    await until(async () => (await unsent()) === 0)
    const payments = 'select id::text, outcome, final, authorised_minor::int4 as minor from payment order by authorised_minor'
    const approved = { outcome: 'approved', final: true }
    expect(await rows(payments)).toEqual([500, 700, 900].map((minor, nth) => ({ id: sold[nth], ...approved, minor })))
    expect(await rows('select sum(sales_minor)::int4 as sales, sum(approved)::int4 as approved from sales_day')).toEqual([
      { sales: 2_100, approved: 3 },
    ])
    const streams = await rows(
      `select s.epoch, s.high_water = count(e.*) as whole, count(distinct e.seq) = count(e.*) as once
       from agent_stream s join event e on e.agent_id = s.agent_id and e.epoch = s.epoch group by s.agent_id, s.epoch, s.high_water order by 1`,
    )
    expect(streams).toEqual([1, 2].map((epoch) => ({ epoch, whole: true, once: true })))
    expect((await agent.call('status')).out).not.toContain('earlier enrolment')
  })

  it('has them put into quarantine where the hub revoked the earlier agent, and sells on', async () => {
    const { earlier } = await leaveBehind()
    await revokeAgent(services(), earlier)
    await start()
    const later = await sell(900)
    await until(async () => (await unsent()) === 0)
    expect(await rows('select id::text from payment')).toEqual([{ id: later }])
    const aside = await rows('select agent_id, reason, batch from quarantined_batch')
    expect(aside.map(({ agent_id, reason }) => ({ agent_id, reason }))).toEqual(
      aside.map(() => ({ agent_id: earlier, reason: 'agent_revoked' })),
    )
    const kept = aside.flatMap(({ batch }) =>
      String(batch.bodies)
        .split('\n')
        .map((body) => JSON.parse(body).kind),
    )
    expect(kept.filter((kind) => kind === 'payment.finalised')).toHaveLength(2)
  })
})
