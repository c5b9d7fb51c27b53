import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KEY_LIVES_MS, KEYS_FOLDER, layDownKey, openPageKeys, readAnswer, takeBackKey } from './page-keys.ts'

const NOW = 1_764_400_000_000

function create() {
  const dataDir = mkdtempSync(join(tmpdir(), 'page-keys-'))
  const keys = openPageKeys(dataDir)
  keys.prepare()
  return { dataDir, keys, names: () => readdirSync(join(dataDir, KEYS_FOLDER)) }
}

it('takes a key once, and no other', () => {
  const { dataDir, keys, names } = create()
  expect(layDownKey(dataDir, 'mine', NOW)).toBe(true)
  expect(keys.take('yours', NOW)).toBe(false)
  expect(keys.take('mine', NOW)).toBe(true)
  expect(keys.take('mine', NOW)).toBe(false)
  expect(names()).toEqual([])
})

it('keeps no key on the disk, in a folder for this user alone', () => {
  const { dataDir, names } = create()
  layDownKey(dataDir, 'mine', NOW)
  expect(names().join()).not.toContain('mine')
  expect(statSync(join(dataDir, KEYS_FOLDER)).mode & 0o777).toBe(0o700)
})

it('takes none that is too old, or from a time that has not come', () => {
  const { dataDir, keys, names } = create()
  layDownKey(dataDir, 'old', NOW - KEY_LIVES_MS)
  layDownKey(dataDir, 'early', NOW + 1)
  expect(keys.take('old', NOW)).toBe(false)
  expect(keys.take('early', NOW)).toBe(false)
  layDownKey(dataDir, 'old', NOW - KEY_LIVES_MS)
  expect(keys.look(NOW)).toEqual({ asked: false, waiting: false })
  expect(names()).toEqual([])
})

it('tells whoever laid a key down where the page is, or why not, and forgets what an earlier run left', () => {
  const { dataDir, keys, names } = create()
  layDownKey(dataDir, 'mine', NOW)
  expect(readAnswer(dataDir, 'mine')).toBeUndefined()
  expect(keys.look(NOW)).toEqual({ asked: true, waiting: true })
  keys.answer('EADDRINUSE')
  expect(readAnswer(dataDir, 'mine')).toEqual({ code: 'EADDRINUSE' })
  keys.answer(7_401)
  expect(readAnswer(dataDir, 'mine')).toEqual({ port: 7_401 })
  expect(keys.look(NOW)).toEqual({ asked: false, waiting: true })
  takeBackKey(dataDir, 'mine')
  expect(names()).toEqual([])
  layDownKey(dataDir, 'mine', NOW)
  keys.prepare()
  expect(keys.take('mine', NOW)).toBe(false)
})

it('lays nothing down where no agent has made the folder', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'page-keys-'))
  expect(layDownKey(dataDir, 'mine', NOW)).toBe(false)
  expect(existsSync(join(dataDir, KEYS_FOLDER))).toBe(false)
})
