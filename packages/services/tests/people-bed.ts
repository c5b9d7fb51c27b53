import { randomBytes } from 'node:crypto'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '../src/index.ts'
import { changeAccess, type PersonRole, type Reach, wholeChain } from '../src/permissions/index.ts'
import { newId } from './ingest-bed.ts'

export const START = Date.UTC(2026, 10, 27, 12)
export const DAY_MS = 24 * 3_600_000

/** Everybody's here. */
export const PASSWORD = 'korrekt pferd batterie 7'
/** Hashes that can be read. */
export const plainKit = {
  hashPassword: async (password: string) => `hash of ${password}`,
  verifyPassword: async ({ hash, password }: { readonly hash: string; readonly password: string }) =>
    hash === `hash of ${password}`,
}

export interface PersonGiven {
  readonly name?: string
  readonly role?: PersonRole
  readonly reach?: Reach
  readonly lastSeenAt?: Date
}

/** A database with people in it, and a clock that stands until it is moved. */
export interface PeopleBed {
  readonly database: TestDatabase
  nowMs: number
  addPerson(given?: PersonGiven): Promise<string>
  /** An open session of the person; returns its id. */
  addSession(userId: string): Promise<string>
  /** The services as this person, as far as they reach; without one as the product itself. */
  as(userId?: string, reach?: Reach): ServiceContext
  /** Recorded acts on something, oldest first. */
  acts(targetId: string): Promise<{ action: string; outcome: string; actor: string; body: Record<string, unknown> }[]>
  row(userId: string): Promise<Record<string, unknown>>
  close(): Promise<void>
}

export async function openPeopleBed(): Promise<PeopleBed> {
  const database = await openTestDatabase()
  const { pool } = database
  const bed: PeopleBed = {
    database,
    nowMs: START,
    async addPerson({ name = 'Somebody', role = 'auditor', reach = wholeChain, lastSeenAt } = {}) {
      const id = newId()
      await pool.query(
        `insert into "user" (id, name, email, email_verified, two_factor_enabled, created_at, updated_at, last_seen_at)
         values ($1, $2, $3, true, true, $4, $4, $5)`,
        [id, name, `${id}@chain.example`, new Date(START - 200 * DAY_MS), lastSeenAt ?? new Date(bed.nowMs)],
      )
      await pool.query(
        `insert into account (id, account_id, provider_id, user_id, password) values ($1, $2, 'credential', $2, $3)`,
        [newId(), id, `hash of ${PASSWORD}`],
      )
      await pool.query(`insert into two_factor (id, secret, backup_codes, user_id) values ($1, 'sealed', 'sealed', $2)`, [
        newId(),
        id,
      ])
      await pool.query(
        `insert into passkey (id, user_id, name, credential_id, public_key, sign_count, backed_up, created_at)
         values ($1, $2, 'key', $3, '', 0, false, now())`,
        [newId(), id, randomBytes(16)],
      )
      await pool.query(`insert into account (id, account_id, provider_id, user_id) values ($1, $1, 'sso', $2)`, [newId(), id])
      await changeAccess({ pool }, id, { role, reach })
      return id
    },
    async addSession(userId) {
      const id = newId()
      await pool.query(
        `insert into session (id, expires_at, token, user_id, second_factor_at, factors) values ($1, $2, $3, $4, $5, '{password,totp}')`,
        [id, new Date(bed.nowMs + 3_600_000), randomBytes(32).toString('hex'), userId, new Date(bed.nowMs)],
      )
      return id
    },
    as: (userId, reach = wholeChain) => ({
      db: database.db,
      pool,
      actor:
        userId === undefined
          ? { kind: 'system', name: 'test' }
          : { kind: 'user', id: userId, sessionId: 's', reach, factors: ['password', 'totp'] },
      origin: { address: '192.0.2.7' },
      now: () => new Date(bed.nowMs),
      newId,
    }),
    async acts(targetId) {
      const { rows } = await pool.query(
        'select action, outcome, actor_id as actor, body from audit_entry where target_id = $1 order by recorded_at, id',
        [targetId],
      )
      return rows.map((row) => ({ ...row, body: JSON.parse(row.body.toString()) }))
    },
    row: async (userId) => (await pool.query('select * from "user" where id = $1', [userId])).rows[0],
    close: () => database.close(),
  }
  return bed
}

/** What the application said within this work that changed. */
export async function changesDuring(bed: PeopleBed, work: () => Promise<unknown>): Promise<{ entity: string; id: string }[]> {
  const heard: { entity: string; id: string }[] = []
  const client = await bed.database.owner.connect()
  try {
    client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '{}')))
    await client.query('listen counterfoil_changes')
    await work()
    // Notices come with the answer to whatever is asked next.
    await client.query('select 1')
    return heard
  } finally {
    await client.query('unlisten *')
    client.release(true)
  }
}
