import type { HubPath } from '@counterfoil/agent'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { revokeAgent } from '@counterfoil/services/agents'
import { askCommand, disturbCommand, endOverdueCommands, listCommands, withdrawCommand } from '@counterfoil/services/commands'
import type { Reach } from '@counterfoil/services/permissions'
import { type Clock, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE } from '@counterfoil/terminals/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

/** How long a customer looks for the card: until the test has them present it. */
const LOOKS_FOR_THE_CARD_MS = 90_000
let presentCard = () => {}
const customersClock: Clock = {
  ...systemClock,
  startTimer(delayMs, fire) {
    const timer = systemClock.startTimer(delayMs, fire)
    if (delayMs !== LOOKS_FOR_THE_CARD_MS) return timer
    presentCard = () => {
      timer.cancel()
      fire()
    }
    return timer
  },
}
const [secret, laterSecret] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
let base: TestDatabase
let hub: StartedHub
const stores: StoreInProcess[] = []

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await base.owner.query(
    `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
     values ('ops', 'Maria Vogel', 'm@chain.example', true, now(), now(), 'operations', 'chain')`,
  )
  hub = await startHub(base, { secrets: [secret] })
})
afterAll(async () => {
  for (const store of stores) await store.end()
  await hub?.close()
  await base?.close()
})

async function openStore(way: HubPath['way'] = 'websocket', hubUrl = () => hub.url): Promise<StoreInProcess> {
  const store = await openStoreInProcess(base, { hubUrl, way, customersClock, seed: stores.length + 1 })
  stores.push(store)
  return store
}

function ctx(reach: Reach = { kind: 'chain' }): ServiceContext {
  const actor = { kind: 'user', id: 'ops', sessionId: 's', reach, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, actor, now: () => new Date(), newId }
}

const input = { goodForMinutes: 15, args: {} }
const list = ({ agentId }: Pick<StoreInProcess, 'agentId'>) => listCommands(ctx(), { agentId })
async function ended(store: StoreInProcess, commandId: string) {
  await until(async () => (await list(store)).commands.some((one) => one.commandId === commandId && one.state === 'ended'))
  return (await list(store)).commands.find((one) => one.commandId === commandId)
}
async function actionsOn(commandId: string): Promise<string[]> {
  const { rows } = await base.pool.query<{ action: string }>(
    'select action from audit_entry where target_id = $1 order by acted_at, id',
    [commandId],
  )
  return rows.map(({ action }) => action)
}

describe('a command', () => {
  it('is asked for on the dashboard, carried out in the store, and its end is in the record', async () => {
    const store = await openStore()
    const { commandId } = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.status' })
    const command = await ended(store, commandId)
    expect(command).toMatchObject({ outcome: 'done', requestedBy: 'Maria Vogel', kind: 'agent.status' })
    expect(command?.lines.join('\n')).toContain('lane-1 (lane 1, zvt, simulated:1): link up, ready')
    expect(await actionsOn(commandId)).toEqual(['command.asked', 'command.ended'])
    const { rows } = await base.pool.query(`select kind from event where agent_id = $1 and kind like 'command.%' order by seq`, [
      store.agentId,
    ])
    expect(rows.map(({ kind }) => kind)).toEqual(['command.key', 'command.started', 'command.ended'])
  })

  it('brings no card number along', async () => {
    const store = stores[0] as StoreInProcess
    const { commandId } = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.log', args: { lines: 10 } })
    const command = await ended(store, commandId)
    expect(command?.outcome).toBe('done')
    expect(JSON.stringify(command)).not.toContain('411111111111')
    expect(command?.lines[0]).toMatch(/1111 was never here$/)
  })

  it('that disturbs waits for the customer at the terminal, and the terminal then does it', async () => {
    const store = stores[0] as StoreInProcess
    store.plan({ ...APPROVED_AT_ONCE, presentMs: LOOKS_FOR_THE_CARD_MS })
    const placed = store.agent.desk.place(
      { lane: '1', kind: 'sale', amountMinor: 1_250, currency: 'EUR' },
      { till: 'till-1', idempotencyKey: 'a' },
    )
    expect(placed.accepted).toBe(true)
    const paymentId = placed.accepted ? placed.payment.id : ''
    await until(() => store.agent.desk.find(paymentId)?.prompt?.code === 'insert_card')
    const args = { terminal: 'lane-1' }
    const asked = { ...input, agentId: store.agentId, kind: 'terminal.end_of_day', args, reason: 'till closes' }
    const { commandId } = await disturbCommand(ctx(), asked)
    await until(async () => (await list(store)).commands[0]?.state === 'sent')
    presentCard()
    expect(await ended(store, commandId)).toMatchObject({ outcome: 'done' })
    expect(store.agent.desk.find(paymentId)?.payment).toMatchObject({ outcome: 'approved' })
    const { rows } = await base.pool.query<{ kind: string }>(
      `select kind from event where agent_id = $1 and kind in ('payment.finalised', 'command.started', 'terminal.totals') order by seq`,
      [store.agentId],
    )
    expect(rows.map(({ kind }) => kind).slice(-3)).toEqual(['payment.finalised', 'command.started', 'terminal.totals'])
    store.plan(APPROVED_AT_ONCE)
  })

  it('that was asked for while the store was cut off is told when it is back, also by HTTPS', async () => {
    const store = await openStore('https')
    await store.agent.stop()
    await until(async () => {
      const { rows } = await base.pool.query(
        'select 1 from agent_presence where agent_id = $1 and until is null and not connected',
        [store.agentId],
      )
      return rows.length === 1
    })
    const { commandId } = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.ports' })
    expect((await list(store)).commands[0]).toMatchObject({ state: 'waiting' })
    await store.agent.start()
    expect(await ended(store, commandId)).toMatchObject({ outcome: 'done' })
  })

  it('can be withdrawn until the agent was told, and is over when its time is', async () => {
    const store = stores[1] as StoreInProcess
    await store.agent.stop()
    const first = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.ports', goodForMinutes: 1 })
    const second = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.ports', goodForMinutes: 1 })
    // The hub may still think that it is connected.
    await until(async () => (await list(store)).commands.every(({ state }) => state !== 'started'))
    const states = new Map((await list(store)).commands.map(({ commandId, state }) => [commandId, state]))
    const withdrawing = withdrawCommand(ctx(), { commandId: first.commandId })
    if (states.get(first.commandId) === 'waiting') await withdrawing
    else await expect(withdrawing).rejects.toMatchObject({ code: 'conflict', reason: 'command_sent' })
    const later = new Date(Date.now() + 20 * 60_000)
    await endOverdueCommands({ pool: base.pool, now: () => later })
    expect((await list(store)).commands.find((one) => one.commandId === second.commandId)?.outcome).toMatch(
      /^(expired|unanswered)$/,
    )
  })

  it('is refused before it leaves: wrong arguments, class, reach, agent, or no reason', async () => {
    const { agentId, storeId } = stores[0] as StoreInProcess
    const refused = (asked: object, reach?: Reach) =>
      expect(askCommand(ctx(reach), { ...input, agentId, ...asked } as never)).rejects
    await refused({ kind: 'agent.log', args: { lines: 100_000 } }).toMatchObject({ reason: 'command_args_wrong' })
    await refused({ kind: 'agent.restart' }).toMatchObject({ reason: 'command_class_wrong' })
    await refused({ kind: 'terminal.reprint', args: { terminal: 'lane-1' } }).toMatchObject({ reason: 'reason_wanted' })
    await refused({ kind: 'terminal.status', args: { terminal: 'lane-7' } }).toMatchObject({ reason: 'terminal_unknown' })
    await refused({ kind: 'agent.status' }, { kind: 'stores', storeIds: [storeId + 1] }).toMatchObject({ code: 'not_found' })
    await expect(listCommands(ctx({ kind: 'country', country: 'XX' }), { agentId })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('an agent', () => {
  it('carries out nothing that an edited database makes of another agent’s command, and the record says so', async () => {
    const [mine, other] = [stores[0] as StoreInProcess, await openStore()]
    const { rows } = await base.pool.query(
      `select signed_order, signature, key_id from agent_command where agent_id = $1 and kind = 'agent.status' limit 1`,
      [mine.agentId],
    )
    const [signed] = rows
    await base.owner.query(
      `insert into agent_command (id, agent_id, epoch, counter, kind, class, args, requested_by, requested_at, not_before, expires_at, state, signed_order, signature, key_id)
       values ($1, $2, 1, 1, 'agent.status', 0, '{}', 'ops', now(), now(), now() + interval '10 minutes', 'sent', $3, $4, $5)`,
      [newId(), other.agentId, signed.signed_order, signed.signature, signed.key_id],
    )
    await base.pool.query(`select pg_notify('counterfoil_changes', $1)`, [
      JSON.stringify({ entity: 'command', id: String(other.agentId) }),
    ])
    await until(async () => {
      const entries = await base.pool.query(`select reason from audit_entry where action = 'command.forged' and target_id = $1`, [
        String(other.agentId),
      ])
      return entries.rows[0]?.reason === 'other_agent'
    })
    expect((await list(other)).commands[0]).toMatchObject({ state: 'sent', lines: [] })
  })

  it('cannot be told of a signed command that somebody changed', async () => {
    const { agentId } = stores[0] as StoreInProcess
    await expect(
      base.pool.query(`update agent_command set signed_order = '{}' where agent_id = $1 and signed_order is not null`, [agentId]),
    ).rejects.toThrow('a signed command cannot be changed')
    await expect(base.owner.query('delete from agent_command where agent_id = $1', [agentId])).rejects.toThrow()
  })

  it('follows the hub to its next key, because the one before vouches for it', async () => {
    const store = await openStore()
    await hub.close()
    hub = await startHub(base, { secrets: [laterSecret, secret] })
    const { commandId } = await askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.status' })
    expect(await ended(store, commandId)).toMatchObject({ outcome: 'done' })
    const { rows } = await base.pool.query<{ verdict: string }>(
      `select convert_from(body, 'UTF8')::json ->> 'verdict' as verdict from event where agent_id = $1 and kind = 'command.key' order by seq`,
      [store.agentId],
    )
    expect(rows.map(({ verdict }) => verdict)).toEqual(['first', 'succeeded'])
  })

  it('that is shut out is asked for nothing', async () => {
    const store = stores[0] as StoreInProcess
    await revokeAgent(ctx(), store.agentId)
    await expect(askCommand(ctx(), { ...input, agentId: store.agentId, kind: 'agent.status' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'agent_not_active',
    })
  })
})
