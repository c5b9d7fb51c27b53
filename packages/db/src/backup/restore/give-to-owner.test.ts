import { chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveToOwner } from './give-to-owner.ts'

const SERVER = { uid: 60_001, gid: 60_002 }
let folder: string
const owner = (name: string) => lstatSync(join(folder, name)).uid

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'give-to-owner-'))
  for (const name of ['password', 'postgres.log', 'hub-key', 'auth-secret']) writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'archives'))
  writeFileSync(join(folder, 'archives/one'), '')
  symlinkSync('/etc/hostname', join(folder, 'link'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe.runIf(process.getuid?.() === 0)('what root restored', () => {
  it('is the server’s where the folder is, but for secrets and other services’ folders', async () => {
    chownSync(folder, SERVER.uid, SERVER.gid)
    await giveToOwner(folder, SERVER)
    expect(['password', 'postgres.log'].map(owner)).toEqual([SERVER.uid, SERVER.uid])
    expect(['hub-key', 'auth-secret', 'archives', 'archives/one'].map(owner)).toEqual([0, 0, 0, 0])
  })

  it('is all of whoever owns the folder otherwise, and follows no link', async () => {
    const before = lstatSync('/etc/hostname').uid
    chownSync(folder, 60_003, 60_003)
    await giveToOwner(folder, SERVER)
    expect(['password', 'hub-key', 'archives', 'archives/one', 'link'].map(owner)).toEqual(Array(5).fill(60_003))
    expect(lstatSync('/etc/hostname').uid).toBe(before)
  })

  it('stays root’s in a folder of root', async () => {
    await giveToOwner(folder, SERVER)
    expect(owner('password')).toBe(0)
  })
})
