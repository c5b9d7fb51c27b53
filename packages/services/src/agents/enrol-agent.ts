import { verifyText } from '@counterfoil/audit'
import { cutCardNumbers, type EnrolAnswer, EnrolRequest, enrolmentText } from '@counterfoil/protocol'
import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { adoptAgentPc, type EnrollingPc, mayPcEnrol } from '../devices/adopt-agent-pc.ts'
import { isJoinSecret, splitJoinCode } from './join-code-secret.ts'
import { recordHubEvent } from './record-hub-event.ts'

type Refusal = Extract<EnrolAnswer, { ok: false }>
/** With the word the record keeps where agents have none for it. */
type Judged = EnrolAnswer & { readonly why?: string }
type Context = Pick<ServiceContext, 'pool' | 'now' | 'newId' | 'origin'>

/** Fifth wrong try and the code is dead. */
const MOST_WRONG_TRIES = 5

/** Lets an agent in: checks code and signature, keeps its key, opens its stream. Every refusal is an answer; rejects only if the database does. */
export async function enrolAgent(ctx: Context, input: unknown): Promise<EnrolAnswer> {
  const parsed = EnrolRequest.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse('malformed', `${issue?.path.map(String).join('.') || 'the request'}: ${issue?.message}`)
  }
  const { why, ...answer } = await judgeRequest(ctx, parsed.data)
  // Whoever tries codes is seen; nothing of the code but its public half.
  if (!answer.ok && answer.code !== 'unavailable') {
    const { locator } = splitJoinCode(parsed.data.code)
    const hub: ActContext = { ...ctx, actor: { kind: 'system', name: 'hub' } }
    const target = { type: 'join_code', id: locator }
    await recordAct(hub, ctx.pool, { action: 'agent.enrolment_refused', target, outcome: 'refused', reason: why ?? answer.code })
  }
  return answer
}

async function judgeRequest(ctx: Context, request: EnrolRequest): Promise<Judged> {
  // Before the code: a request that its own key did not sign must not cost a try.
  if (!(await verifyText(request.publicKey, enrolmentText(request), request.signature))) {
    return refuse('bad_signature', 'The request is not signed by the key it brings. Enrol again with a new key.')
  }
  const checked = await checkCode(ctx, request.code)
  if ('ok' in checked) return checked
  const pc = { ...checked, hostname: plain(request.host.hostname) }
  if (!(await mayPcEnrol(ctx.pool, pc))) return putAway
  const answer = await writeAgent(ctx, request, pc)
  if (answer.ok)
    await recordHubEvent(ctx, {
      kind: 'agent.enrolled',
      agentId: null,
      storeId: checked.storeId,
      detail: { uid: answer.agentId, name: plain(request.name) },
    })
  return answer
}

interface CodeRow {
  readonly secretHash: Buffer
  readonly storeId: number
  readonly deviceId: number | null
  readonly wrongTries: number
  readonly usedAt: Date | null
  readonly expiresAt: Date
}

async function checkCode(ctx: Context, code: string): Promise<Pick<EnrollingPc, 'storeId' | 'deviceId'> | Refusal> {
  const { locator, secret } = splitJoinCode(code)
  // The try is counted before the secret is looked at, so that many at once are not more than five.
  const { rows } = await ctx.pool.query<CodeRow>(
    `update join_code set wrong_tries = least(wrong_tries + 1, $2 + 1) where locator = $1
     returning secret_hash as "secretHash", store_id as "storeId", device_id as "deviceId", wrong_tries::int4 as "wrongTries", used_at as "usedAt", expires_at as "expiresAt"`,
    [locator, MOST_WRONG_TRIES],
  )
  const row = rows[0]
  if (row === undefined)
    return refuse('wrong_code', 'This join code is not right. Check it letter by letter, or have a new one made.')
  if (row.wrongTries > MOST_WRONG_TRIES)
    return refuse('code_locked', 'This join code was tried wrongly five times and is dead. Have a new one made.')
  if (!(await isJoinSecret(locator, secret, row.secretHash))) {
    const left = MOST_WRONG_TRIES - row.wrongTries
    return refuse(
      'wrong_code',
      `This join code is not right. Check it letter by letter; ${left} ${left === 1 ? 'try is' : 'tries are'} left.`,
    )
  }
  await ctx.pool.query('update join_code set wrong_tries = greatest(wrong_tries - 1, 0) where locator = $1', [locator])
  if (row.usedAt !== null)
    return refuse('code_used', 'This join code has been used. Each agent needs its own: have a new one made.')
  if (row.expiresAt <= ctx.now()) return refuse('code_expired', 'This join code is older than 30 minutes. Have a new one made.')
  return { storeId: row.storeId, deviceId: row.deviceId }
}

async function writeAgent(ctx: Context, request: EnrolRequest, pc: EnrollingPc): Promise<Judged> {
  const client = await ctx.pool.connect()
  let broken = true
  try {
    await client.query('begin')
    const answer = await insertAgent(ctx, client, request, pc)
    await client.query(answer.ok ? 'commit' : 'rollback')
    broken = false
    return answer
  } catch (error) {
    // Of the constraints only the key's can be broken by what an agent sends.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === '23505') {
      return refuse('key_in_use', 'Another agent has enrolled with this key. Enrol once more: the agent makes a new key.')
    }
    throw error
  } finally {
    client.release(broken)
  }
}

async function insertAgent(ctx: Context, client: pg.PoolClient, request: EnrolRequest, pc: EnrollingPc): Promise<Judged> {
  const { storeId } = pc
  const { locator } = splitJoinCode(request.code)
  const used = await client.query('update join_code set used_at = $2 where locator = $1 and used_at is null', [
    locator,
    ctx.now(),
  ])
  if (used.rowCount === 0)
    return refuse('code_used', 'This join code has been used. Each agent needs its own: have a new one made.')
  // Once more, now that nobody can change it before this is done.
  if (!(await mayPcEnrol(client, pc))) return putAway
  const home = await client.query<{ code: string; name: string; hubId: string }>(
    'select s.code, s.name, i.hub_id as "hubId" from store s, installation i where s.id = $1',
    [storeId],
  )
  const store = home.rows[0]
  if (store === undefined) return refuse('unavailable', 'The hub is not set up yet: it has no installation. Try again later.')
  const uid = ctx.newId()
  const { hostname, platform, version } = request.host
  const agent = await client.query<{ id: number; epoch: number }>(
    `insert into agent (uid, store_id, name, public_key, hostname, platform, version, enrolled_at, epoch)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id, epoch`,
    [
      uid,
      storeId,
      plain(request.name),
      Buffer.from(request.publicKey, 'base64'),
      plain(hostname),
      plain(platform),
      plain(version),
      ctx.now(),
      (request.afterEpoch ?? 0) + 1,
    ],
  )
  const row = agent.rows[0]
  if (row === undefined) throw new Error('PostgreSQL made an agent without telling its id')
  await client.query('insert into agent_stream (agent_id, epoch, high_water, head) values ($1, $2, 0, $3)', [
    row.id,
    row.epoch,
    Buffer.alloc(32),
  ])
  await client.query(
    'insert into agent_key (agent_id, public_key, since) select id, public_key, enrolled_at from agent where id = $1',
    [row.id],
  )
  await client.query('insert into store_rev (store_id) values ($1) on conflict do nothing', [storeId])
  await client.query('update join_code set agent_id = $2 where locator = $1', [locator, row.id])
  const act: ActContext = { ...ctx, actor: { kind: 'agent', id: row.id, storeId } }
  await recordAct(act, client, {
    action: 'agent.enrolled',
    target: { type: 'agent', id: String(row.id) },
    after: { uid, storeId, epoch: row.epoch, publicKey: request.publicKey, joinCode: locator },
  })
  await adoptAgentPc(client, act, row.id, pc)
  return { ok: true, agentId: uid, hubId: store.hubId, store: { code: store.code, name: store.name }, epoch: row.epoch }
}

/** PostgreSQL's text cannot hold U+0000, and no name a card number. */
function plain(text: string): string {
  return cutCardNumbers(text).replaceAll('\u0000', '\ufffd')
}

/** An agent of any age knows this code. */
const putAway: Judged = {
  ...refuse('code_locked', 'This PC was put away or blocked in the inventory and may not join. Ask the operations centre.'),
  why: 'device_put_away',
}

function refuse(code: Refusal['code'], message: string): Refusal {
  return { ok: false, code, message: message.slice(0, 200) }
}
