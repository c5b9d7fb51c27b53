import { describe, expect, test } from 'vitest'
import { applyMigrations } from '../src/migrate.ts'
import { readMigrations } from '../src/read-migrations.ts'
import { oldestServerUrl } from '../src/testing/env.ts'
import { dumpSchema, openTestDatabase } from '../src/testing/index.ts'
import { columnsOf, createFromDatamodel } from './compare-datamodel.ts'

const names = readMigrations().map((migration) => migration.name)
const servers: [string, string | undefined][] = [['the shared server', undefined]]
const oldest = oldestServerUrl()
if (oldest) servers.push(['PostgreSQL 15', oldest])

describe.each(servers)('migrations on %s', (_, serverUrl) => {
  test('apply to an empty database, and a second time change nothing', async () => {
    await using database = await openTestDatabase({ migrated: false, serverUrl })
    expect(await applyMigrations({ url: database.url })).toEqual(names)
    const before = await dumpSchema(database.owner)
    expect(await applyMigrations({ url: database.url })).toEqual([])
    expect(await dumpSchema(database.owner)).toBe(before)
  })

  test('give the schema that is committed as schema.sql', async () => {
    await using database = await openTestDatabase({ serverUrl })
    await expect(await dumpSchema(database.owner)).toMatchFileSnapshot('../schema.sql')
  })

  test('by several processes at once are applied once', async () => {
    await using database = await openTestDatabase({ migrated: false, serverUrl })
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations({ url: database.url })))
    expect(applied.flat()).toEqual(names)
  })

  test('in two databases of one server at once both find or make the roles', async () => {
    await using first = await openTestDatabase({ migrated: false, serverUrl })
    await using second = await openTestDatabase({ migrated: false, serverUrl })
    const applied = await Promise.all([first, second].map(({ url }) => applyMigrations({ url })))
    expect(applied).toEqual([names, names])
  })

  test('that fail change nothing, say why, and may be corrected', async () => {
    await using database = await openTestDatabase({ serverUrl })
    const next = (sql: string) => [...readMigrations(), { name: '9999_next', sql }]
    const broken = applyMigrations({
      url: database.url,
      migrations: next('create table half (id int4 primary key); select nothing from half;'),
    })
    await expect(broken).rejects.toThrow('Migration 9999_next failed and changed nothing: column "nothing" does not exist')
    expect((await database.owner.query(`select to_regclass('half') as half`)).rows).toEqual([{ half: null }])
    const corrected = next('create table whole (id int4 primary key);')
    expect(await applyMigrations({ url: database.url, migrations: corrected })).toEqual(['9999_next'])
    await expect(applyMigrations({ url: database.url })).rejects.toThrow('used by a newer Counterfoil')
  })

  test('refuse a database whose past was written differently', async () => {
    await using database = await openTestDatabase({ serverUrl })
    const edited = readMigrations().map(({ name, sql }) => ({ name, sql: `${sql}\n-- edited` }))
    await expect(applyMigrations({ url: database.url, migrations: edited })).rejects.toThrow('its file has changed since')
  })

  test('have the columns the Prisma schema says', async () => {
    await using migrated = await openTestDatabase({ serverUrl })
    await using described = await openTestDatabase({ migrated: false, serverUrl })
    await createFromDatamodel(described.owner)
    expect(await columnsOf(migrated.owner)).toEqual(await columnsOf(described.owner))
  })
})
