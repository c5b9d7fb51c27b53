import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { openTestDatabase } from '../src/testing/index.ts'
import { onServer } from '../src/testing/on-server.ts'
import { openTestServer } from '../src/testing/test-server.ts'

async function databases(): Promise<readonly string[]> {
  return onServer(await openTestServer(), undefined, async (server) => {
    const { rows } = await server.query<{ datname: string }>(`select datname from pg_database where datname like 'cf\\_test\\_%'`)
    return rows.map((row) => row.datname)
  })
}

test('two databases know nothing of each other, and closing drops them', async () => {
  const [first, second] = await Promise.all([openTestDatabase(), openTestDatabase()])
  await first.pool.query(`insert into legal_entity (name, country) values ('One', 'DE')`)
  expect((await second.pool.query('select from legal_entity')).rowCount).toBe(0)
  expect(await databases()).toEqual(expect.arrayContaining([first.name, second.name]))
  await Promise.all([first.close(), second.close(), second.close()])
  const left = await databases()
  expect(left).not.toContain(first.name)
  expect(left).not.toContain(second.name)
})

test('a database that somebody still uses is dropped all the same', async () => {
  const database = await openTestDatabase()
  await onServer(database.url, database.name, async () => {
    await database.close()
    expect(await databases()).not.toContain(database.name)
  })
})

test('what a killed run left behind is dropped by the next', async () => {
  const killed = spawnSync(process.execPath, ['--input-type=module', '--eval', KILLED_RUN], { encoding: 'utf8' })
  const name = killed.stdout.trim()
  expect(name).toMatch(/^cf_test_/)
  expect(killed.signal).toBe('SIGKILL')
  await using _ = await openTestDatabase()
  expect(await databases()).not.toContain(name)
})

const KILLED_RUN = `
  import { writeSync } from 'node:fs'
  import { openTestDatabase } from ${JSON.stringify(new URL('../src/testing/index.ts', import.meta.url).href)}
  const database = await openTestDatabase()
  writeSync(1, database.name)
  process.kill(process.pid, 'SIGKILL')
`
