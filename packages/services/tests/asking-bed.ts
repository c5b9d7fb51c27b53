import { createStore, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import type { ServiceContext } from '../src/index.ts'
import type { Reach } from '../src/permissions/index.ts'
import { newId } from './ingest-bed.ts'

/** A database with two stores in two countries, accounts to act as, and a clock that moves when it is told to. */
export interface AskingBed extends AsyncDisposable {
  readonly database: TestDatabase
  readonly koeln: number
  readonly rennes: number
  readonly nowMs: () => number
  readonly pass: (ms: number) => void
  /** The services as an account that has just shown its factors. */
  readonly as: (userId: string, reach?: Reach) => ServiceContext
  /** The services as nobody in particular, asked from this address. */
  readonly from: (address: string) => ServiceContext
  readonly addUser: (name: string) => Promise<string>
  readonly entries: (action: string) => Promise<{ outcome: string; target_id: string; body: { reason?: string } }[]>
}

export async function openAskingBed(startMs = Date.UTC(2026, 10, 27, 12)): Promise<AskingBed> {
  const database = await openTestDatabase()
  const { db, pool } = database
  let nowMs = startMs
  const [koeln, rennes] = [
    await createStore(db, { country: 'DE', region: 'NRW' }),
    await createStore(db, { country: 'FR', region: 'Bretagne', timeZone: 'Europe/Paris' }),
  ]
  const base = { db, pool, now: () => new Date(nowMs), newId }
  return {
    database,
    koeln: koeln.id,
    rennes: rennes.id,
    nowMs: () => nowMs,
    pass: (ms) => {
      nowMs += ms
    },
    as: (id, reach = { kind: 'chain' }) => ({
      ...base,
      actor: { kind: 'user', id, sessionId: 's', reach, factors: ['password', 'totp'] },
      origin: { address: '192.0.2.7' },
    }),
    from: (address) => ({ ...base, actor: { kind: 'system', name: 'test' }, origin: { address } }),
    async addUser(name) {
      const id = newId()
      await pool.query('insert into "user" (id, name, email, role) values ($1, $2, $3, $4)', [
        id,
        name,
        `${id}@chain.example`,
        'administrator',
      ])
      return id
    },
    async entries(action) {
      const { rows } = await pool.query('select * from audit_entry where action = $1 order by recorded_at, id', [action])
      return rows.map((row) => ({ ...row, body: JSON.parse(row.body.toString()) }))
    },
    [Symbol.asyncDispose]: () => database.close(),
  }
}
