import { createSoftwarePasskey, type PasskeySaying, type SoftwarePasskey } from '@counterfoil/audit/testing'
import { notifyChange } from '@counterfoil/db/connections'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { rosterText } from '@counterfoil/protocol'
import type { ServiceContext } from '@counterfoil/services'
import {
  approveRoster,
  changeApprovers,
  getApprovers,
  rosterApprovalOptions,
  withdrawRoster,
} from '@counterfoil/services/approvers'
import {
  approveCommand,
  commandApprovalOptions,
  disturbCommand,
  listCommands,
  proposeCommand,
  withdrawCommand,
} from '@counterfoil/services/commands'
import { wholeChain } from '@counterfoil/services/permissions'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from '../../apps/web/tests/hub-bed.ts'
import { openStoreInProcess, type StoreInProcess } from './support/store-in-process.ts'

const site = { id: 'pay.chain.example', name: 'Chain', origins: ['https://pay.chain.example'] }
const people = { ada: 'administrator', bo: 'operations', cy: 'operations', eve: 'operations', tom: 'technician' } as const
type Person = keyof typeof people
const passkeys = new Map<Person, SoftwarePasskey>()
const REASON = 'the PC was stolen and came back'
let base: TestDatabase
let hub: StartedHub
let store: StoreInProcess

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
  store = await openStoreInProcess(base, { hubUrl: () => hub.url })
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

/** What a browser would bring back from this person's passkey. */
function responseOf(who: Person, text: string, saying: PasskeySaying = {}) {
  const passkey = passkeys.get(who)
  if (passkey === undefined) throw new Error(`${who} has no passkey`)
  const { credentialId, clientData, authenticatorData, signature } = passkey.approve(text, saying)
  const response = { clientDataJSON: clientData, authenticatorData, signature }
  return { id: credentialId, rawId: credentialId, type: 'public-key' as const, clientExtensionResults: {}, response }
}

const propose = (by: Person = 'tom') =>
  proposeCommand(as(by), { agentId: store.agentId, kind: 'agent.rotate_key', args: {}, reason: REASON })
async function approve(who: Person, commandId: string) {
  const { text, options } = await commandApprovalOptions(as(who), { commandId })
  expect(options.allowCredentials?.map(({ id }) => id)).toEqual([passkeys.get(who)?.key.credentialId])
  await approveCommand(as(who), { commandId, response: responseOf(who, text) })
}
const find = async (commandId: string) =>
  (await listCommands(as('bo'), { agentId: store.agentId })).commands.find((one) => one.commandId === commandId)
async function ended(commandId: string) {
  await until(async () => (await find(commandId))?.state === 'ended')
  return find(commandId)
}
const keyNow = async () =>
  (await base.pool.query('select public_key as key from agent where id = $1', [store.agentId])).rows[0].key.toString('hex')
const keeps = async () =>
  (await base.pool.query('select roster_number as number, roster_refused as refused from agent where id = $1', [store.agentId]))
    .rows[0]
const pendingText = async () =>
  (await base.pool.query('select roster from approver_roster where in_force_since is null')).rows[0]?.roster
const told = async (kind: string) =>
  (
    await base.pool.query<{ body: Record<string, unknown> }>(
      `select convert_from(body, 'UTF8')::json as body from event where agent_id = $1 and kind = $2 order by seq`,
      [store.agentId, kind],
    )
  ).rows.map(({ body }) => body)

describe('the list of approvers', () => {
  it('is none at first: nothing can be proposed, and one person is no list', async () => {
    await expect(propose()).rejects.toMatchObject({ code: 'conflict', reason: 'no_approvers' })
    for (const [given, reason] of [
      [['ada', 'ada'], 'approvers_too_few'],
      [['ada', 'tom'], 'approver_unfit'],
      [['ada', 'nobody'], 'approver_unfit'],
    ] as const)
      await expect(changeApprovers(as('ada'), { site }, { people: [...given] })).rejects.toMatchObject({ reason })
    expect((await getApprovers(as('ada'))).candidates.map(({ personId }) => personId)).toEqual(['ada', 'bo', 'cy', 'eve'])
  })

  it('reaches the agents that are there, which keep the first one they are told', async () => {
    expect(await changeApprovers(as('ada'), { site }, { people: ['ada', 'bo'] })).toEqual({ number: 1, inForce: true })
    await until(async () => (await keeps()).number === 1)
    expect(await told('command.approvers')).toMatchObject([{ number: 1, verdict: 'first' }])
    expect((await getApprovers(as('ada'))).agents).toEqual({ current: 1, behind: 0, refused: 0 })
  })

  it('is followed by another when two of its people have approved that with their passkeys, and not before', async () => {
    expect(await changeApprovers(as('ada'), { site }, { people: ['ada', 'bo', 'cy'] })).toEqual({ number: 2, inForce: false })
    await expect(changeApprovers(as('ada'), { site }, { people: ['ada', 'eve'] })).rejects.toMatchObject({
      reason: 'roster_waits',
    })
    const text = rosterText(await pendingText())
    await expect(rosterApprovalOptions(as('cy'), { number: 2 })).rejects.toMatchObject({ reason: 'not_an_approver' })
    await expect(approveRoster(as('cy'), { number: 2, response: responseOf('cy', text) })).rejects.toMatchObject({
      reason: 'approval_unknown_approver',
    })
    await expect(approveRoster(as('ada'), { number: 2, response: responseOf('ada', `${text} `) })).rejects.toMatchObject({
      reason: 'approval_other_text',
    })
    expect(await approveRoster(as('ada'), { number: 2, response: responseOf('ada', text) })).toEqual({ inForce: false })
    await expect(approveRoster(as('ada'), { number: 2, response: responseOf('ada', text) })).rejects.toMatchObject({
      reason: 'approved_already',
    })
    expect((await getApprovers(as('bo'))).pending).toMatchObject({
      added: [{ personId: 'cy' }],
      removed: [],
      approvedBy: ['ada'],
      mayApprove: true,
    })
    expect((await keeps()).number).toBe(1)
    expect(await approveRoster(as('bo'), { number: 2, response: responseOf('bo', text) })).toEqual({ inForce: true })
    await until(async () => (await keeps()).number === 2)
  })

  it('can be taken back while it waits, and never changed once agents were told of it', async () => {
    const { number } = await changeApprovers(as('ada'), { site }, { people: ['ada', 'bo'] })
    await withdrawRoster(as('ada'), { number })
    expect((await getApprovers(as('ada'))).pending).toBeNull()
    await expect(base.owner.query(`update approver_roster set roster = '{}' where number = 2`)).rejects.toThrow()
    await expect(base.owner.query('delete from approver_roster where number = 1')).rejects.toThrow()
  })
})

describe('what takes two people', () => {
  it('waits for the second, whose passkey signs that very command, and is then carried out', async () => {
    const before = await keyNow()
    const { commandId } = await propose()
    expect(await find(commandId)).toMatchObject({ state: 'proposed', mayApprove: true, class: 3 })
    await expect(
      disturbCommand(as('bo'), { agentId: store.agentId, kind: 'agent.rotate_key', args: {}, reason: REASON, goodForMinutes: 1 }),
    ).rejects.toMatchObject({ reason: 'command_class_wrong' })
    await approve('cy', commandId)
    expect(await ended(commandId)).toMatchObject({ outcome: 'done', approvedBy: ['cy'], requestedBy: 'tom' })
    expect(await keyNow()).not.toBe(before)
    await expect(approve('bo', commandId)).rejects.toMatchObject({ reason: 'command_not_proposed' })
    const { rows } = await base.pool.query<{ action: string }>(
      'select action from audit_entry where target_id = $1 order by acted_at, id',
      [commandId],
    )
    expect(rows.map(({ action }) => action)).toEqual(['command.proposed', 'command.approved', 'command.ended'])
  })

  it('is not approved by who asked, by a stranger, or by a passkey that signed something else', async () => {
    const { commandId } = await propose('bo')
    const other = await propose('bo')
    const { text } = await commandApprovalOptions(as('cy'), { commandId })
    const otherText = (await commandApprovalOptions(as('cy'), { commandId: other.commandId })).text
    const refused = [
      ['bo', text, {}, 'asked_oneself'],
      ['eve', text, {}, 'approval_unknown_approver'],
      ['cy', otherText, {}, 'approval_other_text'],
      ['cy', text, { origin: 'https://evil.example' }, 'approval_other_site'],
      ['cy', text, { siteId: 'evil.example' }, 'approval_other_site'],
      ['cy', text, { flags: 0x01 }, 'approval_not_verified'],
    ] as const
    for (const [who, signed, saying, reason] of refused)
      await expect(approveCommand(as(who), { commandId, response: responseOf(who, signed, saying) })).rejects.toMatchObject({
        reason,
      })
    expect(await find(commandId)).toMatchObject({ state: 'proposed', approvedBy: [] })
    await withdrawCommand(as('bo'), { commandId })
    await withdrawCommand(as('bo'), { commandId: other.commandId })
  })
})

describe('a hub whose database was edited by hand', () => {
  /** Past what keeps the table as it is. */
  async function edit(table: string, sql: string, ...values: unknown[]): Promise<void> {
    await base.owner.query(`alter table ${table} disable trigger user`)
    await base.owner.query(sql, values)
    await base.owner.query(`alter table ${table} enable trigger user`)
  }

  it('cannot add an approver: the agent keeps its own list, and says so in the record', async () => {
    const before = await keyNow()
    const { rows } = await base.pool.query<{ roster: string; hash: Buffer }>(
      'select roster, hash from approver_roster where number = 2',
    )
    const kept = JSON.parse(rows[0]?.roster ?? '')
    const eve = passkeys.get('eve')?.key
    // In the list in force, where the dashboard believes it.
    const edited = JSON.stringify({ ...kept, members: [...kept.members, { name: 'eve', ...eve }] })
    await edit('approver_roster', 'update approver_roster set roster = $1 where number = 2', edited)
    const { commandId } = await propose()
    await approve('eve', commandId)
    expect(await ended(commandId)).toMatchObject({ outcome: 'refused', code: 'approval_unknown_approver' })
    // As a list of its own, which nobody approved.
    await edit(
      'approver_roster',
      `insert into approver_roster (number, roster, hash, proposed_by, proposed_at, in_force_since) values (3, $1, $2, 'eve', now(), now())`,
      JSON.stringify({
        hubId: kept.hubId,
        members: [
          ...kept.members,
          { credentialId: eve?.credentialId, name: 'eve', person: 'user:eve', publicKey: eve?.publicKey },
        ],
        number: 3,
        previous: rows[0]?.hash.toString('hex'),
        site: kept.site,
        v: 1,
      }),
      Buffer.alloc(32),
    )
    const again = await propose()
    await approve('eve', again.commandId)
    expect(await ended(again.commandId)).toMatchObject({ outcome: 'refused', code: 'approval_unknown_approver' })
    expect(await keeps()).toMatchObject({ number: 2, refused: 3 })
    expect((await told('command.approvers')).at(-1)).toMatchObject({ number: 3, verdict: 'refused' })
    expect((await getApprovers(as('ada'))).agents).toEqual({ current: 0, behind: 0, refused: 1 })
    await until(
      async () =>
        (await base.pool.query(`select from audit_entry where action = 'command.approvers_noted' and outcome = 'failed'`))
          .rowCount === 1,
    )
    expect(await keyNow()).toBe(before)
  })

  it('cannot turn an approved command into another one, or give it to another agent', async () => {
    const { commandId } = await propose()
    const { text } = await commandApprovalOptions(as('cy'), { commandId })
    await edit(
      'agent_command',
      `update agent_command set requested_at = requested_at + interval '1 minute', expires_at = expires_at + interval '1 day' where id = $1`,
      commandId,
    )
    await edit(
      'agent_command_approval',
      `insert into agent_command_approval (command_id, person_id, approval, approved_at) values ($1, 'cy', $2, now())`,
      commandId,
      JSON.stringify(passkeys.get('cy')?.approve(text)),
    )
    await edit(
      'agent_command',
      `update agent_command set state = 'waiting', counter = (select command_counter + 1 from agent where id = agent_id) where id = $1`,
      commandId,
    )
    await base.owner.query('update agent set command_counter = command_counter + 1 where id = $1', [store.agentId])
    await notifyChange(base.pool, { entity: 'command', id: String(store.agentId) })
    expect(await ended(commandId)).toMatchObject({ outcome: 'refused', code: 'approval_other_text' })
  })
})
