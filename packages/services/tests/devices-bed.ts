import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { emptyDescription, type RegisterDeviceInput, registerDevice } from '../src/devices/index.ts'
import { isServiceError, type ServiceContext } from '../src/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import type { Said } from '../src/testing/index.ts'
import { type Bed, newId, openIngest } from './ingest-bed.ts'

/** A database that agents write to, and somebody who looks after the devices. */
export interface DevicesBed extends AsyncDisposable {
  readonly base: TestDatabase
  readonly ingest: Bed['ingest']
  /** As the chain's operations centre, or with a lesser reach. */
  readonly as: (reach?: Reach) => ServiceContext
  readonly add: (given: Partial<RegisterDeviceInput> & { readonly serial?: string }) => Promise<number>
  readonly state: (
    id: number,
  ) => Promise<{ state: string; storeId: number | null; lane: string | null; terminalId: number | null }>
  /** The device behind the port an agent calls so. */
  readonly behind: (agentId: number, key: string) => Promise<number>
  readonly entries: (action: string, id: number) => Promise<{ actor_type: string; body: Record<string, unknown> }[]>
}

export async function openDevicesBed(): Promise<DevicesBed> {
  const base = await openTestDatabase()
  await createInstallation(base.db)
  const { ingest } = await openIngest(base.pool)
  const user = newId()
  await base.pool.query('insert into "user" (id, name, email, role) values ($1, $2, $3, $4)', [
    user,
    'Maria Vogel',
    'm@chain.example',
    'operations',
  ])
  const as = (reach: Reach = { kind: 'chain' }): ServiceContext => ({
    db: base.db,
    pool: base.pool,
    now: () => new Date(),
    newId,
    actor: { kind: 'user', id: user, sessionId: 's', reach, factors: ['password', 'totp'] },
  })
  return {
    base,
    ingest,
    as,
    async add({ serial = null, ...given }) {
      const description = { ...emptyDescription, make: 'Verifone', model: 'P400', serial, ...given.description }
      return (await registerDevice(as(), { kind: 'terminal', storeId: null, lane: null, ...given, description })).id
    },
    async state(id) {
      const { rows } = await base.pool.query(
        `select d.state, d.store_id as "storeId", l.key as lane, d.terminal_id as "terminalId" from device d left join lane l on l.id = d.lane_id where d.id = $1`,
        [id],
      )
      return rows[0]
    },
    async behind(agentId, key) {
      const { rows } = await base.pool.query(
        `select d.id from device d join terminal_assignment a on a.terminal_id = d.terminal_id and a.until is null where a.agent_id = $1 and a.key = $2`,
        [agentId, key],
      )
      return rows[0]?.id
    },
    async entries(action, id) {
      const { rows } = await base.pool.query(
        `select * from audit_entry where action = $1 and target_type = 'device' and target_id = $2 order by id`,
        [action, String(id)],
      )
      return rows.map((row) => ({ ...row, body: JSON.parse(row.body.toString()) }))
    },
    async [Symbol.asyncDispose]() {
      await ingest.close()
      await base.close()
    },
  }
}

export const configured = (...terminals: [key: string, lane: string][]): Said => ({
  kind: 'agent.configured',
  terminals: terminals.map(([key, lane]) => ({ key, lane, protocol: 'zvt', link: 'tcp', address: `10.0.0.1:${key}` })),
})

/** What it was refused for. */
export const why = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error) => (isServiceError(error) ? `${error.code} ${error.reason}` : Promise.reject(error)),
  )
