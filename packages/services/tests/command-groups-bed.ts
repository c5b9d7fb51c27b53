import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import {
  BeginGroupInput,
  beginGroup,
  DisturbGroupInput,
  disturbGroup,
  type GroupDetail,
  type GroupStep,
  getGroup,
  previewGroup,
  proposeGroup,
  runCommandGroups,
} from '../src/command-groups/index.ts'
import type { ServiceContext } from '../src/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { newId } from './ingest-bed.ts'

export type Chosen = BeginGroupInput['chosen']
export const everywhere: Chosen = { kind: 'place', scope: { kind: 'chain' } }

export interface Asked {
  readonly kind: string
  readonly chosen?: Chosen
  readonly atOnce?: number
  readonly perMinute?: number
  readonly tellMinutes?: number
  readonly reason?: string
}

/** Stores with agents as rows, and their answers by the same rows: what is told to whom and when, without a line. */
export interface GroupsBed extends AsyncDisposable {
  readonly base: TestDatabase
  nowMs: number
  as(who?: 'ada' | 'bo', reach?: Reach): ServiceContext
  /** So many stores, each with an agent that has so many terminals, called `lane-1` and so on; connected. Gives the agents. */
  addStores(count: number, terminals?: number, country?: string): Promise<number[]>
  begin(asked: Asked, ctx?: ServiceContext): Promise<string>
  disturb(asked: Asked, ctx?: ServiceContext): Promise<string>
  propose(asked: Asked, ctx?: ServiceContext): Promise<string>
  step(): Promise<GroupStep | undefined>
  group(groupId: string, ctx?: ServiceContext): Promise<GroupDetail>
  /** Commands of the group that have not ended, oldest first. */
  open(groupId: string): Promise<{ id: string; agentId: number; terminal: string | null; state: string }[]>
  /** As agents would, with the first so many of them. */
  answer(groupId: string, outcome: string, most?: number): Promise<number>
}

export async function openGroupsBed(): Promise<GroupsBed> {
  const base = await openTestDatabase()
  await createInstallation(base.db)
  const { pool } = base
  for (const id of ['ada', 'bo'])
    await base.owner.query(
      `insert into "user" (id, name, email, email_verified, created_at, updated_at, role, reach)
       values ($1, $1, $1 || '@groups.example', true, now(), now(), 'administrator', 'chain')`,
      [id],
    )
  let stores = 0
  const bed: GroupsBed = {
    base,
    nowMs: Date.UTC(2026, 10, 20, 12),
    as: (who = 'ada', reach = { kind: 'chain' }) => ({
      db: base.db,
      pool,
      now: () => new Date(bed.nowMs),
      newId,
      actor: { kind: 'user', id: who, sessionId: 's', reach, factors: ['password', 'totp'] },
    }),
    async addStores(count, terminals = 1, country = 'DE') {
      const first = stores + 1
      stores += count
      // One statement for all: two thousand by single rows would be most of the test.
      const { rows } = await base.owner.query<{ id: number }>(
        `with entity as (insert into legal_entity (name, country) values ('Test GmbH', $4) returning id),
         placed as (insert into store (code, name, name_lang, country, region, city, currency, opened_on, legal_entity_id)
           select 'G' || lpad(n::text, 5, '0'), 'Testfiliale ' || n, 'de', $4, 'Berlin', 'Berlin', 'EUR', '2020-01-01', entity.id
           from entity, generate_series($1::int4, $2::int4) n returning id, code),
         agents as (insert into agent (uid, store_id, name, public_key, hostname, platform, version)
           select gen_random_uuid(), id, 'back office', sha256(convert_to(code, 'UTF8')), 'pc', 'linux-x64', '0.1.0' from placed order by code
           returning id, store_id),
         seen as (insert into agent_presence (agent_id, since, connected) select id, '2026-11-01', true from agents),
         lanes as (insert into lane (store_id, key) select store_id, k::text from agents, generate_series(1, $3::int4) k returning id, store_id, key),
         things as (insert into terminal (store_id, protocol, link, address)
           select store_id, case when key = '2' then 'opi' else 'zvt' end, 'tcp', key from lanes returning id, store_id, address)
         , assigned as (insert into terminal_assignment (terminal_id, agent_id, key, lane_id, since)
           select t.id, a.id, 'lane-' || t.address, l.id, '2026-11-01' from things t join agents a using (store_id)
             join lanes l on l.store_id = t.store_id and l.key = t.address)
         select id from agents order by id`,
        [first, stores, terminals, country],
      )
      return rows.map(({ id }) => id)
    },
    begin: async (asked, ctx = bed.as()) => (await beginGroup(ctx, BeginGroupInput.parse(await looked(ctx, asked)))).groupId,
    disturb: async (asked, ctx = bed.as()) =>
      (await disturbGroup(ctx, DisturbGroupInput.parse(await looked(ctx, { reason: 'x', ...asked })))).groupId,
    propose: async (asked, ctx = bed.as()) =>
      (await proposeGroup(ctx, DisturbGroupInput.parse(await looked(ctx, { reason: 'x', ...asked })))).groupId,
    step: async () => (await runCommandGroups(bed.as()))[0]?.step,
    group: (groupId, ctx = bed.as()) => getGroup(ctx, { groupId }),
    async open(groupId) {
      const { rows } = await pool.query(
        `select c.id::text as id, c.agent_id as "agentId", c.args ->> 'terminal' as terminal, c.state
         from agent_command c join command_group_agent m on m.command_id = c.id where m.group_id = $1 and c.state <> 'ended' order by m.place`,
        [groupId],
      )
      return rows
    },
    async answer(groupId, outcome, most = 1_000_000) {
      const { rowCount } = await pool.query(
        `update agent_command set state = 'ended', outcome = $2, ended_at = $3 where id in (
           select c.id from agent_command c join command_group_agent m on m.command_id = c.id
           where m.group_id = $1 and c.state <> 'ended' order by m.place limit $4)`,
        [groupId, outcome, new Date(bed.nowMs), most],
      )
      return rowCount ?? 0
    },
    [Symbol.asyncDispose]: () => base.close(),
  }
  return bed
}

/** As the page does: look first, then ask for exactly that. */
async function looked(ctx: ServiceContext, { kind, chosen = everywhere, ...asked }: Asked) {
  const args = kind === 'agent.log' ? { lines: 10 } : {}
  const { token } = await previewGroup(ctx, { chosen, kind, args })
  return { kind, chosen, args, token, ...asked }
}
