import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openArchiveBed } from '../../../packages/services/tests/archive-bed.ts'
import { recordMany } from '../../../packages/services/tests/audit-log-bed.ts'
import { UsageError } from '../src/cli-error.ts'
import type { CliIo } from '../src/verb.ts'
import { audit } from '../src/verbs/audit.ts'
import { exportVerb } from '../src/verbs/export.ts'
import { rebuildRecord } from '../src/verbs/verify/rebuild.ts'
import { createVerify } from '../src/verbs/verify.ts'

const verbs = { audit, export: exportVerb, verify: createVerify(rebuildRecord) }
let bed: Awaited<ReturnType<typeof openArchiveBed>>
let month: string
beforeAll(async () => {
  bed = await openArchiveBed()
  month = bed.month(14)
  await recordMany(bed.database.pool, 20)
  await bed.closeMonth(month)
})
afterAll(() => bed?.end())

/** The verbs themselves: a process for each would take longer than what they do. */
async function counterfoil(name: keyof typeof verbs, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CliIo = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    input: (async function* () {})(),
    env: { DATABASE_URL: bed.database.url, ARCHIVE_DIR: bed.path },
    stop: new AbortController().signal,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    randomBytes,
  }
  const code = await verbs[name].run(args, io).catch((error: Error) => {
    err.push(error.message)
    return error instanceof UsageError ? 2 : 1
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
const acts = async () =>
  (
    await bed.database.pool.query(
      `select action, actor_id as by from audit_entry where target_type = 'audit_month' order by acted_at, id`,
    )
  ).rows

it('a month is archived, listed, verified alone, brought back by its name or its file, put away and pruned, each recorded', async () => {
  const archived = await counterfoil('audit', 'archive', month, '--json')
  expect(archived).toMatchObject({ code: 0, err: '' })
  const [archive] = JSON.parse(archived.out)
  expect(archive).toMatchObject({ month, from: 0, file: `audit-${month}.zip` })
  const file = join(bed.path, archive.file)
  expect(await counterfoil('verify', file)).toMatchObject({ code: 0, out: expect.stringContaining('SOUND') })
  const inDatabase = await counterfoil('verify', '--rebuild')
  expect(inDatabase).toMatchObject({
    code: 0,
    out: expect.stringContaining(`Archive of ${month}: ${archive.file}, entries 0 to`),
  })
  expect(inDatabase.out).toContain(': read.')
  const without = await counterfoil('verify', '--rebuild', '--archives', join(bed.path, 'empty'))
  expect(without).toMatchObject({ code: 3, out: expect.stringContaining('the folder has no such file') })
  expect(without.out).toContain(`The archive of ${month}, ${join(bed.path, 'empty', archive.file)}, is not there.`)
  expect((await counterfoil('export', 'audit', '--out', join(bed.path, 'x.zip'))).err).toContain(`audit restore ${month}`)

  expect((await counterfoil('audit', 'restore', month, '--until', '7')).out).toContain('brought back until')
  expect((await counterfoil('audit', 'put-away', month)).out).toContain('in the file')
  const copy = join(bed.path, 'elsewhere.zip')
  await rename(file, copy)
  expect((await counterfoil('audit', 'archives', '--verify')).code).toBe(1)
  expect((await counterfoil('audit', 'restore', copy)).out).toContain('brought back')
  await rename(copy, file)
  expect((await counterfoil('audit', 'archives', '--verify')).out).not.toContain('NOT SOUND')
  await counterfoil('audit', 'put-away', month)

  expect((await counterfoil('audit', 'archives', '--prune', '--keep', '24')).out).toContain('No archive is older')
  expect((await counterfoil('audit', 'archives', '--prune', '--keep', '6')).code).toBe(1)
  expect((await counterfoil('audit', 'archives', '--prune')).out).toContain(`${month}  entries 0 to`)
  expect((await counterfoil('audit', 'archives')).out).toContain('deleted')
  expect((await acts()).map(({ action, by }) => `${action} ${by}`)).toEqual(
    ['archived', 'restored', 'put_away', 'restored', 'put_away', 'archive_pruned'].map((act) => `audit.${act} cli`),
  )
  await rm(join(bed.path, 'x.zip'), { force: true })
})

it('says what it needs', async () => {
  expect(await counterfoil('audit', 'archive', 'March')).toMatchObject({ code: 2, err: expect.stringContaining('2026-03') })
  expect(await counterfoil('audit', 'restore')).toMatchObject({ code: 2 })
  expect(await counterfoil('audit', 'archive', bed.month(1))).toMatchObject({
    code: 1,
    err: expect.stringContaining('stays at hand'),
  })
})
