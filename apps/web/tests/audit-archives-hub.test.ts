import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listArchives, openArchiveFolder } from '@counterfoil/services/audit-archives'
import { listIncidents } from '@counterfoil/services/incidents'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ARCHIVE_SECRET, openArchiveBed } from '../../../packages/services/tests/archive-bed.ts'
import { recordMany } from '../../../packages/services/tests/audit-log-bed.ts'
import { startHub } from './hub-bed.ts'

let bed: Awaited<ReturnType<typeof openArchiveBed>>
beforeAll(async () => {
  bed = await openArchiveBed()
  await recordMany(bed.database.pool, 20)
  await bed.closeMonth(bed.month(5))
})
afterAll(() => bed?.end())

const hubOver = (path: string) => startHub(bed.database, { secrets: [ARCHIVE_SECRET], archives: openArchiveFolder(path) })

it('a hub that cannot write an archive opens an incident, and the next that can ends it and archives by itself', async () => {
  const blocked = join(bed.path, 'a-file')
  await writeFile(blocked, '')
  const first = await hubOver(join(blocked, 'archives'))
  await vi.waitFor(async () => expect(await listIncidents(bed.ctx)).toMatchObject([{ kind: 'archive', subject: bed.month(5) }]), {
    timeout: 60_000,
  })
  await first.close()
  expect(await listArchives(bed.ctx)).toEqual([])
  await rm(blocked)

  const second = await hubOver(bed.path)
  await vi.waitFor(async () => expect(await listArchives(bed.ctx)).toHaveLength(1), { timeout: 60_000 })
  await second.close()
  const [archive] = await listArchives(bed.ctx)
  expect(archive).toMatchObject({ month: bed.month(5), from: 0, awayAt: expect.any(Date) })
  expect((await stat(join(bed.path, archive?.file ?? ''))).size).toBe(archive?.bytes)
  expect((await listIncidents(bed.ctx)).map(({ endedAt }) => endedAt)).toEqual([expect.any(Date)])
})
