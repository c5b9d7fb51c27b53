import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createVirtualClock } from '@counterfoil/terminals'
import { expect, it } from 'vitest'
import { silentLog } from '../log.ts'
import { openOutbox } from './open-outbox.ts'
import { openPatiently } from './open-patiently.ts'

it('waits for a record that another program holds, says so, and does not call it damaged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'held-'))
  const path = join(folder, 'outbox.db')
  openOutbox({ path, epoch: 1 }).close()
  const holder = new DatabaseSync(path)
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  const clock = createVirtualClock()
  const said: string[] = []
  const opening = openPatiently(clock, { ...silentLog, warn: (_facts, words) => said.push(words) }, () =>
    openOutbox({ path, epoch: 1 }),
  )
  expect(said).toEqual([
    expect.stringMatching(/cannot be used now: .+antivirus or a backup that reads its -wal file.+Trying again/),
  ])
  holder.exec('ROLLBACK')
  holder.close()
  clock.advance(3_000)
  const outbox = await opening
  expect(outbox.lastSeq()).toBe(0)
  outbox.close()
  rmSync(folder, { recursive: true })
})

it('gives up after half a minute with the same words', async () => {
  const clock = createVirtualClock()
  const folder = mkdtempSync(join(tmpdir(), 'held-'))
  const path = join(folder, 'outbox.db')
  openOutbox({ path, epoch: 1 }).close()
  const holder = new DatabaseSync(path)
  holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  const opening = openPatiently(clock, silentLog, () => openOutbox({ path, epoch: 1 }))
  const ended = expect(opening).rejects.toMatchObject({ code: 'held' })
  for (let tries = 0; tries < 10; tries += 1) {
    clock.advance(3_000)
    await Promise.resolve()
    await Promise.resolve()
  }
  await ended
  holder.close()
  rmSync(folder, { recursive: true })
})
