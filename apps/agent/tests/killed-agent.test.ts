import { statSync } from 'node:fs'
import { join } from 'node:path'
import { findProtocol } from '@counterfoil/terminals'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentFolder, createAgentFolder, end } from './support/agent-process.ts'
import { eventually } from './support/eventually.ts'
import { type HubServer, JOIN_CODE, startHubServer } from './support/hub-server.ts'
import { type TerminalAt, terminalAtPty } from './support/terminal-at.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt

let hubServer: HubServer
let terminal: TerminalAt
let agent: AgentFolder
const children: Awaited<ReturnType<AgentFolder['start']>>[] = []

beforeEach(async () => {
  hubServer = await startHubServer()
  terminal = await terminalAtPty(protocol)
  agent = await createAgentFolder(hubServer.url, terminal.address)
  expect(await agent.call('enrol', '--code', JOIN_CODE)).toMatchObject({ code: 0 })
})

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL')
  await terminal.close()
  await hubServer.close()
})

async function startAgent() {
  const child = await agent.start()
  children.push(child)
  return child
}

const ready = () =>
  eventually('terminal ready', async () => {
    const { body } = await agent.ask('GET', '/v1/terminals')
    return (body.terminals as { condition: string }[])[0]?.condition === 'ready'
  })
const sale = (key: string) =>
  agent.ask(
    'POST',
    '/v1/payments',
    { lane: '1', kind: 'sale', amountMinor: 1_999, currency: 'EUR', basket: 'B-77' },
    { 'Idempotency-Key': key },
  )
const finals = () => hubServer.hub().events.filter(({ kind }) => kind === 'payment.finalised')

it('delivers an approval once after kill -9 between approval and delivery', async () => {
  const first = await startAgent()
  await ready()
  await eventually('events so far delivered', () => hubServer.hub().events.length >= 3)
  hubServer.acceptBatches(false)
  const started = await sale('k-1')
  expect(started.status).toBe(202)
  await eventually(
    'final',
    async () => (await agent.ask('GET', `/v1/payments/${String(started.body.id)}`)).body.state === 'final',
  )
  expect(await end(first, 'SIGKILL')).toBeNull()
  expect(finals()).toEqual([])

  hubServer.acceptBatches(true)
  await startAgent()
  await eventually('the approval at the hub', () => finals().length === 1)
  await ready()
  expect(finals()).toMatchObject([{ payment: started.body.id, outcome: 'approved', amountMinor: 1_999, recovered: false }])
  // The till, unsure whether its request got through, sends it again: same payment, nobody charged twice.
  const again = await sale('k-1')
  expect(again).toMatchObject({ status: 200, body: { id: started.body.id, state: 'final', outcome: 'approved' } })
  expect(terminal.simulator.ledger).toHaveLength(1)
  expect(statSync(join(agent.folder, 'agent-data/outbox.db')).mode & 0o777).toBe(0o600)
  expect(statSync(join(agent.folder, 'agent-data/identity.json')).mode & 0o777).toBe(0o600)
})

it('asks for an approval it was killed in the middle of, and charges nobody twice', async () => {
  const first = await startAgent()
  await ready()
  expect((await sale('k-0')).status).toBe(202)
  await eventually('a first sale', () => terminal.simulator.ledger.length === 1)
  await ready()
  const started = await sale('k-1')
  expect(started.status).toBe(202)
  await eventually('the terminal has approved', () => terminal.simulator.ledger[1]?.state === 'approved')
  await end(first, 'SIGKILL')

  const second = await startAgent()
  await eventually('both payments final at the hub', () => finals().length === 2, 60_000)
  const state = terminal.simulator.ledger[1]?.state
  expect(finals()[1]).toMatchObject({ payment: started.body.id, outcome: state === 'approved' ? 'approved' : 'cancelled' })
  expect(terminal.simulator.ledger).toHaveLength(2)
  expect(await end(second, 'SIGINT')).toBe(0)
})
