import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NOTHING_KEPT, refreshMetadata } from '@counterfoil/updates'
import { openRepositoryFolder, readSigningKey } from '@counterfoil/updates/repository'
import { afterAll, expect, it } from 'vitest'
import { packVersion } from './pack-version.ts'
import { initRepository, renewList, renewRoot } from './release-verbs.ts'

const folder = mkdtempSync(join(tmpdir(), 'release-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const NOW = new Date('2026-11-20T12:00:00Z')
const places = { root: folder, keys: join(folder, 'keys'), to: join(folder, 'to'), now: NOW }

it('keys are made once and for nobody else’s eyes, and a renewed root is followed from the first', async () => {
  expect(initRepository(places)).toContain('UPDATES_KEY_FILE')
  expect(() => initRepository(places)).toThrow('has a root already')
  expect(statSync(join(places.keys, 'root-1.pem')).mode & 0o777).toBe(0o600)
  const repository = openRepositoryFolder(places.to)
  const pinnedRoot = repository.root()?.text ?? ''
  const files = [{ path: 'manifest.json', mode: 0o644, bytes: Buffer.from('{}') }]
  const targets = readSigningKey(readFileSync(join(places.keys, 'targets.pem'), 'utf8'))
  repository.add([packVersion(files, '0.2.0', 'linux-x64', folder, 1)], [targets], NOW)
  expect(renewList(places)).toBe('The list was signed anew.')
  expect(renewList(places)).toBe('The list is fresh enough.')
  expect(renewRoot(places)).toContain('Root 2')
  const read = async (name: string) => {
    try {
      return readFileSync(join(places.to, 'metadata', name))
    } catch {
      return null
    }
  }
  const scratch = mkdtempSync(join(folder, 'scratch-'))
  const refreshed = await refreshMetadata({ pinnedRoot, kept: NOTHING_KEPT, scratch, download: read, now: NOW })
  expect(refreshed.proof.roots).toHaveLength(1)
  expect(await refreshed.find('0.2.0', 'linux-x64')).toMatchObject({ version: '0.2.0' })
})
