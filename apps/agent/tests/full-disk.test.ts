import { statSync } from 'node:fs'
import { join } from 'node:path'
import { AgentEvent } from '@counterfoil/protocol'
import { findProtocol } from '@counterfoil/terminals'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentFolder, createAgentFolder, end } from './support/agent-process.ts'
import { eventually } from './support/eventually.ts'
import { type HubServer, JOIN_CODE, startHubServer } from './support/hub-server.ts'
import { mountSmallDisk, type SmallDisk } from './support/small-disk.ts'
import { type TerminalAt, terminalAtTcp } from './support/terminal-at.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt
const MB = 1024 * 1024

let hubServer: HubServer
let terminal: TerminalAt
let disk: SmallDisk
let agent: AgentFolder
let running: Awaited<ReturnType<AgentFolder['start']>> | undefined

beforeEach(async () => {
  disk = mountSmallDisk(8)
  hubServer = await startHubServer()
  terminal = await terminalAtTcp(protocol)
  agent = await createAgentFolder(hubServer.url, terminal.address, {
    dataDir: join(disk.path, 'data'),
    record: { limitMb: 5, reserveMb: 2 },
  })
  expect(await agent.call('enrol', '--code', JOIN_CODE)).toMatchObject({ code: 0 })
})

afterEach(async () => {
  if (running !== undefined) await end(running, 'SIGKILL')
  await terminal.close()
  await hubServer.close()
  disk.unmount()
})

const ready = () =>
  eventually('terminal ready', async () => {
    const { body } = await agent.ask('GET', '/v1/terminals')
    return (body.terminals as { condition: string }[])[0]?.condition === 'ready'
  })
const sale = (key: string) =>
  agent.ask('POST', '/v1/payments', { lane: '1', kind: 'sale', amountMinor: 1_999, currency: 'EUR' }, { 'Idempotency-Key': key })
const final = (id: unknown) =>
  eventually('the payment is final', async () => {
    const { body } = await agent.ask('GET', `/v1/payments/${String(id)}`)
    return body.state === 'final' && body
  })
const takesPayments = (value: boolean) =>
  eventually(`takes payments: ${value}`, async () => (await agent.ask('GET', '/healthz')).body.takesPayments === value)
const reserveBytes = () => statSync(join(disk.path, 'data/outbox.db.reserve'), { throwIfNoEntry: false })?.size

it('finishes and records the payment under way on a full disk, refuses the next one, and loses nothing it did not tell', async () => {
  running = await agent.start()
  await ready()
  expect(reserveBytes()).toBe(2 * MB)
  hubServer.acceptBatches(false)
  const paid: unknown[] = []
  const pay = async (key: string) => {
    await ready()
    const answer = await sale(key)
    if (answer.status === 202) {
      await final(answer.body.id)
      paid.push(answer.body.id)
    }
    return answer
  }
  expect(await pay('before')).toMatchObject({ status: 202 })

  // A stranger's file takes the last byte while a customer stands at the terminal.
  await ready()
  terminal.plan({ presentMs: 3_000 })
  const underWay = await sale('under-way')
  expect(underWay.status).toBe(202)
  expect(disk.fill()).toBeGreaterThan(MB)
  expect(await final(underWay.body.id)).toMatchObject({ outcome: 'approved' })
  paid.push(underWay.body.id)
  terminal.plan({ presentMs: 60 })
  await takesPayments(false)
  expect(reserveBytes()).toBeUndefined()
  const refused = await sale('refused')
  expect(refused).toMatchObject({ status: 507, body: { error: { code: 'cannot_record' } } })
  expect(JSON.stringify(refused.body)).toMatch(/Free disk space/)
  // What was taken before is still told, and the same request is still the same payment.
  expect(await sale('under-way')).toMatchObject({ status: 200, body: { state: 'final', outcome: 'approved' } })
  expect((await agent.call('status')).out).toMatch(/No new payment can be taken here/)
  const doctor = await agent.call('doctor')
  expect(doctor).toMatchObject({ code: 1 })
  expect(doctor.out).toMatch(/BAD .*new payments are refused/)

  // Killed and started again on the full disk: it comes up and goes on refusing.
  await end(running, 'SIGKILL')
  running = await agent.start()
  expect(await sale('still-full')).toMatchObject({ status: 507 })

  disk.clear()
  await takesPayments(true)
  expect(reserveBytes()).toBe(2 * MB)

  // Full by its own payments: one after the other until the last bytes are kept for what is under way.
  disk.fill(400 * 1024)
  let refusedAfter = 0
  for (; refusedAfter < 100; refusedAfter += 1) if ((await pay(`k-${refusedAfter}`)).status === 507) break
  expect(refusedAfter).toBeLessThan(100)
  disk.clear()
  await takesPayments(true)
  expect(await pay('after')).toMatchObject({ status: 202 })

  hubServer.acceptBatches(true)
  const { events } = hubServer.hub()
  const finals = () => events.filter(({ kind }) => kind === 'payment.finalised').map(({ payment }) => payment)
  await eventually('everything delivered', () => finals().length === paid.length, 60_000)
  expect(finals()).toEqual(paid)
  expect(terminal.simulator.ledger.filter(({ state }) => state === 'approved')).toHaveLength(paid.length)
  for (const event of events) expect(AgentEvent.safeParse(event).error?.issues).toBeUndefined()
  const alerts = events.filter(({ kind, code }) => kind === 'agent.alert' && code === 'cannot_record')
  expect(alerts.map(({ state }) => state)).toEqual(['raised', 'cleared', 'raised', 'cleared'])
  const gaps = events.filter(({ kind }) => kind === 'agent.gap')
  expect(gaps.length).toBeGreaterThan(0)
  // How the PC is may be given up like how its terminals are; what was paid never.
  for (const gap of gaps) expect(gap).toMatchObject({ class: expect.stringMatching(/^(status|metrics)$/), why: 'disk' })
  expect((await agent.call('status')).out).not.toMatch(/Alert/)
})
