import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstallation } from '@counterfoil/db/testing'
import { confirmFile } from '@counterfoil/services/funds/files'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adyenReport, camt, type FundsBed, openFundsBed } from '../../../packages/services/tests/funds-bed.ts'
import { type StartedHub, startHub } from './hub-bed.ts'

let bed: FundsBed
let hub: StartedHub
let folder: string
let before: number
beforeAll(async () => {
  bed = await openFundsBed()
  await createInstallation(bed.database.db)
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-folder-'))
  // It came while no hub was there to read it.
  before = (await bed.receive('before.xml', camt({ sequence: 1 }), 'folder')).id
  hub = await startHub(bed.database, { fundsFolder: folder })
})
afterAll(async () => {
  await hub.close()
  await bed.close()
  rmSync(folder, { recursive: true })
})

const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
const within = { timeout: 60_000, interval: 50 }
const stateOf = async (name: string) =>
  (await bed.database.pool.query<{ state: string }>('select state from funds_file where name = $1', [name])).rows.map(
    ({ state }) => state,
  )

describe('a hub', () => {
  it('goes on with what a hub before it left unread', async () => {
    await expect.poll(async () => (await bed.file(before)).state, within).toBe('imported')
  })

  it('takes finished files out of its folder, and leaves alone what is still being written', async () => {
    put('day.xml', camt({ sequence: 2 }))
    put('half.xml.part', camt({ sequence: 3 }))
    put('nothing.csv', '')
    await expect.poll(() => stateOf('day.xml'), within).toEqual(['imported'])
    await expect.poll(() => readdirSync(join(folder, 'refused')), within).toEqual([expect.stringMatching(/^\d+-nothing\.csv$/)])
    expect(readdirSync(join(folder, 'done'))).toEqual([expect.stringMatching(/^\d+-day\.xml$/)])
    expect(readdirSync(folder).sort()).toEqual(['done', 'half.xml.part', 'refused'])
    renameSync(join(folder, 'half.xml.part'), join(folder, 'half.xml'))
    await expect.poll(() => stateOf('half.xml'), within).toEqual(['imported'])
  })

  it('notes the same bytes again, and waits for a person where something is odd', async () => {
    put('again.xml', camt({ sequence: 2 }))
    put('odd.xml', camt({ sequence: 4, closing: '999.00' }))
    await expect.poll(() => stateOf('again.xml'), within).toEqual(['duplicate'])
    await expect.poll(() => stateOf('odd.xml'), within).toEqual(['previewed'])
  })

  it('imports what was brought to the dashboard once a person has agreed, within two seconds', async () => {
    const { id } = await bed.receive('brought.csv', adyenReport({ batch: 555 }))
    await expect.poll(async () => (await bed.file(id)).state, within).toBe('previewed')
    await confirmFile(bed.ctx, { id })
    await expect.poll(async () => (await bed.file(id)).state, within).toBe('imported')
    expect(await bed.count('settlement_line', `file_id = ${id}`)).toBe(4)
  })
})
