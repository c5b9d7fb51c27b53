import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { applyMigrations } from '../src/migrate.ts'
import { readMigrations } from '../src/read-migrations.ts'
import { openTestDatabase } from '../src/testing/index.ts'

test('a session from before tokens were hashed goes on, and no token can be kept in clear any more', async () => {
  await using database = await openTestDatabase({ migrated: false })
  const { url, owner } = database
  await applyMigrations({ url, migrations: readMigrations().filter(({ name }) => name < '0012') })
  await owner.query(`insert into "user" (id, name, email) values ('u', 'Ada', 'ada@example.invalid')`)
  const insert = (id: string, token: string) =>
    owner.query(`insert into session (id, token, expires_at, user_id) values ($1, $2, now(), 'u')`, [id, token])
  await insert('s', 'Tö-ken')
  await applyMigrations({ url })
  const { rows } = await owner.query('select token from session')
  expect(rows).toEqual([{ token: createHash('sha256').update('Tö-ken').digest('hex') }])
  await expect(insert('t', 'another')).rejects.toThrow('session_token_check')
})
