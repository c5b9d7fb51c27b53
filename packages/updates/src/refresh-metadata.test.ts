import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkProof, type KeptMetadata, NOTHING_KEPT, type Release, refreshMetadata } from './index.ts'
import { createSigningKey, makeRoot, openRepositoryFolder } from './repository/index.ts'

const NOW = new Date('2026-11-20T12:00:00Z')
const DAY_MS = 86_400_000
const at = (days: number) => new Date(NOW.getTime() + days * DAY_MS)
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'updates-'))
  folders.push(folder)
  return folder
}

const release = (version: string): Release => ({
  version,
  platform: 'linux-x64',
  path: `counterfoil-agent-${version}-linux-x64.tar.gz`,
  length: 3,
  sha256: 'a'.repeat(64),
  manifestSha256: 'b'.repeat(64),
})

function world() {
  const folder = folderOf()
  const [rootA, rootB, rootC, targets, online] = [1, 2, 3, 4, 5].map(createSigningKey) as [Key, Key, Key, Key, Key]
  const roles = { root: { keys: [rootA, rootB, rootC], threshold: 2 }, targets: { keys: [targets], threshold: 1 }, online }
  const root = makeRoot({ version: 1, expires: at(365), roles })
  const repository = openRepositoryFolder(folder)
  repository.putRoot(root)
  const archive = join(folder, 'archive')
  writeFileSync(archive, 'abc')
  const add = (version: string, keys = [targets], now = NOW) => {
    repository.add([{ release: release(version), file: archive }], keys, now)
    repository.renew(online, now)
  }
  const changed = new Map<string, string | null>()
  const refresh = (kept: KeptMetadata = NOTHING_KEPT, now = NOW) =>
    refreshMetadata({
      pinnedRoot: root,
      kept,
      scratch: folderOf(),
      now,
      download: async (name) => {
        const other = changed.get(name)
        if (other !== undefined) return other === null ? null : Buffer.from(other)
        try {
          return readFileSync(join(folder, 'metadata', name))
        } catch {
          return null
        }
      },
    })
  return { folder, repository, root, roles, rootA, rootB, rootC, targets, online, add, changed, refresh }
}
type Key = ReturnType<typeof createSigningKey>

describe('the signed list of versions', () => {
  it('names a version, and proves it to who has only the pinned root', async () => {
    const { add, refresh, root } = world()
    add('0.2.0')
    const { find, proof } = await refresh()
    expect(await find('0.2.0', 'linux-x64')).toEqual(release('0.2.0'))
    expect(checkProof(root, proof, '0.2.0', 'linux-x64')).toEqual(release('0.2.0'))
    await expect(find('0.3.0', 'linux-x64')).rejects.toMatchObject({ code: 'unknown_version' })
    expect(() => checkProof(root, proof, '0.2.0', 'win-x64')).toThrow('not on the signed list')
    const edited = { ...proof, targets: proof.targets.replace('b'.repeat(64), 'c'.repeat(64)) }
    expect(() => checkProof(root, edited, '0.2.0', 'linux-x64')).toThrow('not signed by the chain')
  })

  it('is refused when somebody else signed it', async () => {
    const { add, refresh, online } = world()
    add('0.2.0', [online])
    await expect(refresh()).rejects.toMatchObject({ code: 'bad_signature' })
  })

  it('is refused when one byte of it was changed', async () => {
    const { add, refresh, changed, folder } = world()
    add('0.2.0')
    for (const name of ['timestamp.json', '1.snapshot.json', '1.targets.json']) {
      const text = readFileSync(join(folder, 'metadata', name), 'utf8')
      changed.set(
        name,
        text.replace(/"sig": "(.)/, (_, digit) => `"sig": "${digit === '0' ? '1' : '0'}`),
      )
      await expect(refresh(), name).rejects.toMatchObject({ code: 'bad_signature' })
      changed.delete(name)
    }
  })

  it('is refused when it has expired, until the hub has renewed it', async () => {
    const { add, refresh, repository, online } = world()
    add('0.2.0')
    await expect(refresh(NOTHING_KEPT, at(8))).rejects.toMatchObject({ code: 'expired' })
    expect(repository.renew(online, at(1))).toBe(false)
    expect(repository.renew(online, at(8))).toBe(true)
    expect(await (await refresh(NOTHING_KEPT, at(8))).find('0.2.0', 'linux-x64')).toEqual(release('0.2.0'))
    expect(() => repository.renew(online, at(366))).not.toThrow()
    await expect(refresh(NOTHING_KEPT, at(366))).rejects.toMatchObject({ code: 'expired' })
  })

  it('is refused when it is older than one that was seen', async () => {
    const { add, refresh, changed, folder } = world()
    add('0.2.0')
    const old = readFileSync(join(folder, 'metadata/timestamp.json'), 'utf8')
    add('0.3.0')
    const { kept } = await refresh()
    changed.set('timestamp.json', old)
    await expect(refresh(kept)).rejects.toMatchObject({ code: 'rolled_back' })
    changed.delete('timestamp.json')
    expect(await (await refresh(kept)).find('0.3.0', 'linux-x64')).toEqual(release('0.3.0'))
  })

  it('is refused when part of it is not there', async () => {
    const { add, refresh, changed } = world()
    add('0.2.0')
    changed.set('timestamp.json', null)
    await expect(refresh()).rejects.toMatchObject({ code: 'cut_off' })
  })

  it('follows a new root that enough of the keys before have signed, and no other', async () => {
    const { add, refresh, repository, root, roles, rootA, rootB, rootC } = world()
    add('0.2.0')
    const next = createSigningKey()
    const root2 = makeRoot({
      version: 2,
      expires: at(700),
      roles: { ...roles, root: { keys: [rootB, rootC, next], threshold: 2 } },
      before: [rootA],
    })
    repository.putRoot(root2)
    const { kept, proof, find } = await refresh()
    expect(kept.roots).toEqual([root2])
    expect(checkProof(root, proof, '0.2.0', 'linux-x64')).toEqual(await find('0.2.0', 'linux-x64'))
    const stranger = createSigningKey()
    repository.putRoot(
      makeRoot({ version: 3, expires: at(700), roles: { ...roles, root: { keys: [stranger], threshold: 1 } }, before: [next] }),
    )
    await expect(refresh(kept)).rejects.toMatchObject({ code: 'bad_signature' })
  })
})
