import { type AgentEventOf, hideFirstDigits } from '@counterfoil/protocol'
import type pg from 'pg'
import { type ActContext, recordAct } from '../audit/index.ts'
import { adoptTerminal } from '../devices/adopt-terminal.ts'
import { noteSerial } from '../devices/note-serial.ts'
import { inTransaction } from '../in-transaction.ts'
import { withoutNul } from './binary-arrays.ts'
import { newestFirst, type StoreHours } from './business-day.ts'
import type { RegistryAgent, StorePlace, TerminalPlace } from './registry-places.ts'

export type ConfiguredTerminal = AgentEventOf<'agent.configured'>['terminals'][number]

/** Rows the registry reads and makes, each in a transaction of its own. */
export interface RegistryRows {
  readStore(storeId: number): Promise<StorePlace>
  /** Open assignments of one agent, by the agent's own key. */
  readTerminals(agentId: number): Promise<Map<string, TerminalPlace>>
  /** Makes the rows of a terminal that no configuration has named. */
  ensureTerminal(agent: RegistryAgent, key: string, atMs: number): Promise<TerminalPlace>
  /** Brings lanes, terminals and assignments in line with an agent's configuration. Doing it twice changes nothing. */
  configureTerminals(
    agent: RegistryAgent,
    terminals: readonly ConfiguredTerminal[],
    atMs: number,
  ): Promise<Map<string, TerminalPlace>>
  identifyTerminal(terminalId: number, event: AgentEventOf<'terminal.identified'>): Promise<void>
}

type ActTime = Pick<ActContext, 'now' | 'newId'>

export function postgresRegistryRows(pool: pg.Pool, act: ActTime): RegistryRows {
  return {
    readStore: (storeId) => readStore(pool, storeId),
    readTerminals: (agentId) => readTerminals(pool, agentId),
    ensureTerminal: (agent, key, atMs) => ensureTerminal(pool, act, agent, key, atMs),
    configureTerminals: (agent, terminals, atMs) => configureTerminals(pool, act, agent, terminals, atMs),
    identifyTerminal: (terminalId, event) => identifyTerminal(pool, act, terminalId, event),
  }
}

/** Open assignments of one agent, by the agent's own key. */
async function readTerminals(pool: pg.Pool | pg.PoolClient, agentId: number): Promise<Map<string, TerminalPlace>> {
  const { rows } = await pool.query<TerminalPlace>(
    `select a.terminal_id as "terminalId", a.lane_id as "laneId", l.key as lane, a.key
     from terminal_assignment a join lane l on l.id = a.lane_id where a.agent_id = $1 and a.until is null`,
    [agentId],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

/** Makes the rows of a terminal that no configuration has named: nothing refuses a payment's record. */
async function ensureTerminal(
  pool: pg.Pool,
  act: ActTime,
  agent: RegistryAgent,
  key: string,
  atMs: number,
): Promise<TerminalPlace> {
  return inAgentTransaction(pool, agent.id, async (client) => {
    const held = (await readTerminals(client, agent.id)).get(key)
    if (held !== undefined) return held
    const terminalId =
      (await findEarlierTerminal(client, agent, key)) ?? (await insertTerminal(client, agent.storeId, NOT_CONFIGURED))
    const place = await assign(client, act, { agent, key, lane: key.slice(0, 20), terminalId, atMs })
    await recordChanges(client, act, agent, [{ terminalId, key, what: 'named_by_a_payment' }])
    return place
  })
}

/** Brings lanes, terminals and assignments in line with an agent's configuration, which told `atMs`. Doing it twice changes nothing. */
async function configureTerminals(
  pool: pg.Pool,
  act: ActTime,
  agent: RegistryAgent,
  terminals: readonly ConfiguredTerminal[],
  atMs: number,
): Promise<Map<string, TerminalPlace>> {
  return inAgentTransaction(pool, agent.id, async (client) => {
    const held = await readTerminals(client, agent.id)
    const changes: TerminalChange[] = []
    for (const terminal of terminals) {
      const { key, lane } = terminal
      const before = held.get(key)
      const earlier = before?.terminalId ?? (await findEarlierTerminal(client, agent, key))
      const terminalId = earlier ?? (await insertTerminal(client, agent.storeId, terminal))
      if (earlier === undefined) changes.push({ terminalId, key, what: 'added' })
      else if (await updateTerminal(client, earlier, terminal)) changes.push({ terminalId, key, what: 'changed' })
      if (before?.lane !== lane) {
        held.set(key, await assign(client, act, { agent, key, lane, terminalId, atMs }))
        changes.push({ terminalId, key, what: 'at_another_lane' })
      }
    }
    const named = new Set(terminals.map(({ key }) => key))
    for (const key of [...held.keys()].filter((key) => !named.has(key))) {
      await closeAssignment(client, agent.id, key, atMs)
      changes.push({ terminalId: held.get(key)?.terminalId ?? 0, key, what: 'removed' })
      held.delete(key)
    }
    await recordChanges(client, act, agent, changes)
    return held
  })
}

/** Keeps what a terminal says about itself; what it did not tell stays. */
async function identifyTerminal(
  pool: pg.Pool,
  act: ActTime,
  terminalId: number,
  event: AgentEventOf<'terminal.identified'>,
): Promise<void> {
  const told = [event.serial, event.model, event.software].map((text) => (text === undefined ? null : shown(text)))
  await inTransaction({ pool }, async (client) => {
    const { rows } = await client.query<{ before: unknown; after: unknown }>(
      `with before as (select id, serial, model, software from terminal where id = $1 for update)
       update terminal t set serial = coalesce($2, b.serial), model = coalesce($3, b.model), software = coalesce($4, b.software)
       from before b where t.id = b.id
         and (b.serial, b.model, b.software) is distinct from (coalesce($2, b.serial), coalesce($3, b.model), coalesce($4, b.software))
       returning json_build_object('serial', b.serial, 'model', b.model, 'software', b.software) as before,
         json_build_object('serial', t.serial, 'model', t.model, 'software', t.software) as after`,
      [terminalId, ...told],
    )
    const [row] = rows
    const hub: ActContext = { ...act, actor: { kind: 'system', name: 'hub' } }
    const [serial = null, model = null, software = null] = told
    await noteSerial(client, hub, terminalId, { serial, model, software })
    if (row === undefined) return
    const target = { type: 'terminal', id: String(terminalId) }
    await recordAct(hub, client, { action: 'terminal.identified', target, ...row })
  })
}

const NOT_CONFIGURED = { protocol: 'not_told', link: 'tcp', address: '', label: undefined, note: undefined } as const

/** The device this agent, or a revoked one before it in the same store, knew by that key. */
async function findEarlierTerminal(client: pg.PoolClient, agent: RegistryAgent, key: string): Promise<number | undefined> {
  const { rows } = await client.query<{ terminalId: number }>(
    `select a.terminal_id as "terminalId" from terminal_assignment a join agent g on g.id = a.agent_id
     where g.store_id = $2 and a.key = $3 and (g.id = $1 or g.state = 'revoked')
       and not exists (select from terminal_assignment o join agent h on h.id = o.agent_id
         where o.terminal_id = a.terminal_id and o.until is null and h.id <> $1 and h.state <> 'revoked')
     order by a.since desc limit 1`,
    [agent.id, agent.storeId, key],
  )
  return rows[0]?.terminalId
}

type TerminalSpec = Pick<ConfiguredTerminal, 'protocol' | 'link' | 'address'> & {
  label?: string | undefined
  note?: string | undefined
}

async function insertTerminal(client: pg.PoolClient, storeId: number, spec: TerminalSpec): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'insert into terminal (store_id, protocol, link, address, label, note) values ($1, $2, $3, $4, $5, $6) returning id',
    [storeId, ...specValues(spec)],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('PostgreSQL made a terminal without telling its id')
  return id
}

async function updateTerminal(client: pg.PoolClient, terminalId: number, spec: TerminalSpec): Promise<boolean> {
  const { rowCount } = await client.query(
    `update terminal set protocol = $2, link = $3, address = $4, label = $5, note = $6
     where id = $1 and (protocol, link, address, label, note) is distinct from ($2, $3, $4, $5, $6)`,
    [terminalId, ...specValues(spec)],
  )
  return rowCount === 1
}

interface TerminalChange {
  readonly terminalId: number
  readonly key: string
  readonly what: 'added' | 'changed' | 'at_another_lane' | 'removed' | 'named_by_a_payment'
}

/** What an agent's configuration changed, if it changed anything. */
async function recordChanges(
  client: pg.PoolClient,
  act: ActTime,
  { id, storeId }: RegistryAgent,
  changes: readonly TerminalChange[],
): Promise<void> {
  if (changes.length === 0) return
  await recordAct({ ...act, actor: { kind: 'agent', id, storeId } }, client, {
    action: 'terminals.configured',
    target: { type: 'agent', id: String(id) },
    after: { changes: changes.map((change) => ({ ...change, key: shown(change.key).toWellFormed() })) },
  })
}

function specValues(spec: TerminalSpec): (string | null)[] {
  const { protocol, link, address, label, note } = spec
  return [protocol, link, address, label ?? null, note ?? null].map((text) => (text === null ? null : shown(text)))
}

interface Assignment {
  readonly agent: RegistryAgent
  readonly key: string
  readonly lane: string
  readonly terminalId: number
  readonly atMs: number
}

async function assign(
  client: pg.PoolClient,
  act: ActTime,
  { agent, key, lane, terminalId, atMs }: Assignment,
): Promise<TerminalPlace> {
  const lanes = await client.query<{ id: number }>(
    'insert into lane (store_id, key) values ($1, $2) on conflict (store_id, key) do update set key = excluded.key returning id',
    [agent.storeId, lane],
  )
  const laneId = lanes.rows[0]?.id
  if (laneId === undefined) throw new Error('PostgreSQL made a lane without telling its id')
  await closeAssignment(client, agent.id, key, atMs)
  await client.query(
    'update terminal_assignment set until = greatest(since, to_timestamp($2 / 1000.0)), until_recorded_at = now() where terminal_id = $1 and until is null',
    [terminalId, atMs],
  )
  // An interval begins after the one before it, even if the agent's clock was set back.
  await client.query(
    `insert into terminal_assignment (recorded_at, terminal_id, agent_id, key, lane_id, since)
     select now(), $1, $2, $3, $4, greatest(to_timestamp($5 / 1000.0), max(since) + interval '1 millisecond') from terminal_assignment where terminal_id = $1`,
    [terminalId, agent.id, key, laneId, atMs],
  )
  const told: ActContext = { ...act, actor: { kind: 'agent', id: agent.id, storeId: agent.storeId } }
  await adoptTerminal(client, told, { storeId: agent.storeId, laneId, terminalId })
  return { terminalId, laneId, lane, key }
}

async function closeAssignment(client: pg.PoolClient, agentId: number, key: string, atMs: number): Promise<void> {
  await client.query(
    'update terminal_assignment set until = greatest(since, to_timestamp($3 / 1000.0)), until_recorded_at = now() where agent_id = $1 and key = $2 and until is null',
    [agentId, key, atMs],
  )
}

/** One at a time for each agent, on all hubs: first use by two batches must not make two terminals. */
async function inAgentTransaction<Result>(
  pool: pg.Pool,
  agentId: number,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(7236840, $1)', [agentId])
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // The transaction's state is not worth knowing: the connection goes with it.
    client.release(true)
    throw error
  }
}

async function readStore(pool: pg.Pool, storeId: number): Promise<StorePlace> {
  const store = await pool.query<Omit<StorePlace, 'hours'>>(
    'select id, code, name, country, region, currency from store where id = $1',
    [storeId],
  )
  const row = store.rows[0]
  if (row === undefined) throw new Error(`store ${storeId} is not in the database, but an agent of it is`)
  const hours = await pool.query<StoreHours>(
    `select valid_from::text as "validFrom", time_zone as "timeZone", cut_off_minutes as "cutOffMinutes" from store_hours where store_id = $1`,
    [storeId],
  )
  // Every commit locks this row; a store made by hand may lack it.
  await pool.query('insert into store_rev (store_id) values ($1) on conflict do nothing', [storeId])
  return { ...row, hours: newestFirst(hours.rows) }
}

/** As pages show it: with no first digits of a card number that was cut. */
function shown(text: string): string {
  return hideFirstDigits(withoutNul(text))
}
