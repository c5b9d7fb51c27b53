import { createSoftwarePasskey, type SoftwarePasskey } from '@counterfoil/audit/testing'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '@counterfoil/services'
import { changeApprovers } from '@counterfoil/services/approvers'
import {
  approveCommand,
  askCommand,
  commandApprovalOptions,
  disturbCommand,
  listCommands,
  proposeCommand,
} from '@counterfoil/services/commands'
import { getDevice } from '@counterfoil/services/devices'
import { wholeChain } from '@counterfoil/services/permissions'
import { type Clock, findProtocol, systemClock } from '@counterfoil/terminals'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

const site = { id: 'pay.chain.example', name: 'Chain', origins: ['https://pay.chain.example'] }
const people = { ada: 'administrator', bo: 'operations', tom: 'technician' } as const
type Person = keyof typeof people
/** No other timer of the agent is as long. */
const SECONDS = 77
const PAN = '4539148803436467'
const TRACK2 = `${PAN}D25121010000012300`
const PIN_BLOCK = '1A2B3C4D5E6F7081'
const passkeys = new Map<Person, SoftwarePasskey>()
let base: TestDatabase
let hub: StartedHub
let store: StoreInProcess
/** Lets the time of the capture be over. */
let endCapture = () => {}
let captured = ''
/** Puts bytes on the line as if the terminal had sent them. */
let say = (_hex: string) => {}

const agentClock: Clock = {
  ...systemClock,
  startTimer(delayMs, fire) {
    const timer = systemClock.startTimer(delayMs, fire)
    if (delayMs !== SECONDS * 1_000) return timer
    endCapture = () => {
      timer.cancel()
      fire()
    }
    return timer
  },
}

beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  for (const [id, role] of Object.entries(people) as [Person, string][]) {
    const passkey = createSoftwarePasskey(`user:${id}`, site)
    passkeys.set(id, passkey)
    await base.owner.query(
      `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
       values ($1, $1, $1 || '@chain.example', true, now(), now(), $2, 'chain')`,
      [id, role],
    )
    await base.owner.query(
      `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at)
       values ($1, $2, 'key', $3, $4, 0, false, now())`,
      [newId(), id, Buffer.from(passkey.key.credentialId, 'base64url'), passkey.cose],
    )
  }
  hub = await startHub(base, { secrets: [new Uint8Array(32).fill(1)] })
  store = await openStoreInProcess(base, { hubUrl: () => hub.url, agentClock })
  const { terminal } = store
  const open = terminal.open.bind(terminal)
  terminal.open = (handlers) => {
    say = (hex) => handlers.received(Uint8Array.from(Buffer.from(hex, 'hex')))
    return open(handlers)
  }
  store.agent.terminal('lane-1')?.reopenLink('the test listens in')
  await until(() => store.agent.status().terminals[0]?.condition === 'ready')
  await changeApprovers(as('ada'), { site }, { people: ['ada', 'bo'] })
  await until(
    async () => (await base.pool.query('select from agent where id = $1 and roster_number = 1', [store.agentId])).rowCount === 1,
  )
})
afterAll(async () => {
  await store?.end()
  await hub?.close()
  await base?.close()
})

function as(id: Person): ServiceContext {
  const actor = { kind: 'user', id, sessionId: 's', reach: wholeChain, factors: ['password', 'totp'] } as const
  return { db: base.db, pool: base.pool, actor, now: () => new Date(), newId }
}

const input = { kind: 'terminal.capture', args: { terminal: 'lane-1', seconds: SECONDS }, reason: 'payments break off' }
const propose = () => proposeCommand(as('tom'), { ...input, agentId: store.agentId })
async function approve(who: Person, commandId: string): Promise<void> {
  const { text } = await commandApprovalOptions(as(who), { commandId })
  const passkey = passkeys.get(who)
  if (passkey === undefined) throw new Error(`${who} has no passkey`)
  const { credentialId, clientData, authenticatorData, signature } = passkey.approve(text)
  const response = { clientDataJSON: clientData, authenticatorData, signature }
  await approveCommand(as(who), {
    commandId,
    response: { id: credentialId, rawId: credentialId, type: 'public-key', clientExtensionResults: {}, response },
  })
}
const find = async (commandId: string) =>
  (await listCommands(as('bo'), { agentId: store.agentId })).commands.find((one) => one.commandId === commandId)
async function become(commandId: string, state: 'started' | 'ended') {
  await until(async () => (await find(commandId))?.state === state)
  return find(commandId)
}
async function captureOnPage() {
  const { rows } = await base.pool.query<{ id: number }>(
    `select d.id from device d join terminal_assignment x on x.terminal_id = d.terminal_id where x.agent_id = $1`,
    [store.agentId],
  )
  return (await getDevice(as('bo'), { id: rows[0]?.id ?? 0 })).capture
}
const text = (line: string) => Buffer.from(line).toString('hex')
const apdu = (control: string, data: string) => `${control}${(data.length / 2).toString(16).padStart(2, '0')}${data}`

describe('a capture of what goes over a terminal’s line', () => {
  it('takes two people, sees a payment without touching it, and brings nothing of a card', async () => {
    const { commandId } = await propose()
    captured = commandId
    expect(await find(commandId)).toMatchObject({ state: 'proposed', class: 3, args: input.args })
    expect(await captureOnPage()).toBeNull()
    await approve('bo', commandId)
    await become(commandId, 'started')
    expect(await captureOnPage()).toMatchObject({ agentId: store.agentId, requestedBy: 'tom' })
    const before = Date.now()
    expect((await captureOnPage())?.untilMs).toBeGreaterThan(before)
    const status = await askCommand(as('bo'), { agentId: store.agentId, kind: 'agent.status', args: {}, goodForMinutes: 15 })
    expect((await become(status.commandId, 'ended'))?.lines.join('\n')).toContain('its line is captured for 1 min more')

    const placed = store.agent.desk.place(
      { lane: '1', kind: 'sale', amountMinor: 1_250, currency: 'EUR' },
      { till: 'till-1', idempotencyKey: 'a' },
    )
    const paymentId = placed.accepted ? placed.payment.id : ''
    await until(() => store.agent.desk.find(paymentId)?.payment.state === 'final')
    expect(store.agent.desk.find(paymentId)?.payment).toMatchObject({ outcome: 'approved' })

    // What no terminal should send, in pieces and over two lines of a receipt.
    say(apdu('040f', `27000b00471122f0f8${PAN}23f1f7${TRACK2.slice(0, 34)}`))
    say(apdu('06d1', `00${text(`Karte ${PAN.slice(0, 9)}`)}`))
    say(apdu('06d1', `00${text(PAN.slice(9))}`))
    const split = apdu('040f', `060b1f5b08${PIN_BLOCK}`)
    say(split.slice(0, 12))
    say(split.slice(12))
    endCapture()
    const command = await become(commandId, 'ended')
    expect(command).toMatchObject({ outcome: 'done', approvedBy: ['bo'], requestedBy: 'tom' })
    expect(await captureOnPage()).toBeNull()
    const lines = command?.lines ?? []
    const said = lines.join('\n')
    expect(said).toMatch(/to terminal: authorisation .*amount=1250/)
    expect(said).toMatch(/from terminal: status_information .*result=0/)
    for (const secret of [
      PAN.slice(0, 9),
      PAN.slice(-9),
      '251210100000',
      PIN_BLOCK,
      text(PAN.slice(0, 9)),
      text(PAN.slice(9)),
      '476173',
    ])
      expect(said).not.toContain(secret)
    const hex = lines.filter((line) => /^[0-9A-F]+$/.test(line))
    expect(hex.length).toBeGreaterThan(8)
    for (const line of hex) expect(findProtocol('zvt')?.decode(Uint8Array.from(Buffer.from(line, 'hex'))).length).toBe(1)
  })

  it('stands in the record with terminal and seconds, and nowhere with what the line brought', async () => {
    const { rows } = await base.pool.query<{ action: string; body: string }>(
      `select action, convert_from(body, 'UTF8') as body from audit_entry where target_id = $1 order by acted_at, id`,
      [captured],
    )
    expect(rows.map(({ action }) => action)).toEqual(['command.proposed', 'command.approved', 'command.ended'])
    expect(JSON.parse(rows[0]?.body ?? '{}')).toMatchObject({
      after: { kind: 'terminal.capture', args: { terminal: 'lane-1', seconds: SECONDS }, class: 3 },
    })
    const { rows: events } = await base.pool.query<{ body: string }>(
      `select convert_from(body, 'UTF8') as body from event where agent_id = $1`,
      [store.agentId],
    )
    for (const { body } of [...rows, ...events]) for (const secret of [PAN, TRACK2, PIN_BLOCK]) expect(body).not.toContain(secret)
  })

  it('is asked for in no other way, and one terminal has one at a time', async () => {
    const other = { ...input, agentId: store.agentId, goodForMinutes: 15 }
    await expect(disturbCommand(as('bo'), other)).rejects.toMatchObject({ reason: 'command_class_wrong' })
    await expect(askCommand(as('bo'), other)).rejects.toMatchObject({ reason: 'command_class_wrong' })
    for (const args of [{ terminal: 'lane-1' }, { terminal: 'lane-1', seconds: 29 }, { terminal: 'lane-1', seconds: 601 }])
      await expect(proposeCommand(as('tom'), { ...input, args, agentId: store.agentId })).rejects.toMatchObject({
        reason: 'command_args_wrong',
      })
    const [first, second] = [await propose(), await propose()]
    await approve('bo', first.commandId)
    await become(first.commandId, 'started')
    await approve('bo', second.commandId)
    expect(await become(second.commandId, 'ended')).toMatchObject({ outcome: 'refused', code: 'capture_under_way' })
    // Cut in the middle: nothing of it is kept.
    await store.startAnew()
    expect(await become(first.commandId, 'ended')).toMatchObject({ outcome: 'failed', code: 'interrupted' })
  })
})
