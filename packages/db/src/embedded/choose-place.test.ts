import { chmod, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { choosePlace } from './choose-place.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-place-'))
  await chmod(folder, 0o755)
  await mkdir(join(folder, 'package', 'native', 'lib'), { recursive: true })
  await mkdir(join(folder, 'data'))
  await writeFile(join(folder, 'package', 'native', 'lib', 'libpq.so.5.18'), 'library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  await writeFile(join(folder, 'package', 'native', 'pg-symlinks.json'), JSON.stringify(links))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const choose = (user: { uid: number; gid: number } | undefined) =>
  choosePlace({
    dataDir: join(folder, 'data'),
    binaries: { home: join(folder, 'package', 'native'), label: '18-test' },
    user,
    enterable: join(folder, 'enterable'),
  })
const somebody = { uid: 65_534, gid: 65_534 }

describe('choosePlace', () => {
  test.each([undefined, somebody])(
    'leaves all where it is when the server may go there, and makes the library links',
    async (user) => {
      const place = await choose(user)
      expect(place).toEqual({ cluster: join(folder, 'data', 'cluster'), binaries: join(folder, 'package', 'native') })
      expect(await readlink(join(place.binaries, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
      expect(await choose(user)).toEqual(place)
    },
  )

  test.each([false, true])(
    'copies PostgreSQL to where another user may read it, links made (there before: %s)',
    async (linked) => {
      if (linked) await choose(undefined)
      await chmod(join(folder, 'package'), 0o700)
      const { binaries } = await choose(somebody)
      expect(binaries).toBe(join(folder, 'enterable', 'postgresql-18-test', 'native'))
      expect(await readlink(join(binaries, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
      expect(await readFile(join(binaries, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
      expect((await choose(somebody)).binaries).toBe(binaries)
    },
  )

  test('puts the cluster elsewhere when the way to ours is barred, and remembers it when it no longer is', async () => {
    await mkdir(join(folder, 'enterable'))
    await chmod(folder, 0o700)
    const { cluster } = await choose(somebody)
    expect(cluster).toMatch(new RegExp(`^${join(folder, 'enterable')}/[0-9a-f]{16}/cluster$`))
    await chmod(folder, 0o755)
    expect((await choose(somebody)).cluster).toBe(cluster)
  })

  test('never leaves a cluster behind that was made here', async () => {
    await mkdir(join(folder, 'data', 'cluster'))
    await writeFile(join(folder, 'data', 'cluster', 'PG_VERSION'), '18\n')
    await chmod(folder, 0o700)
    expect((await choose(somebody)).cluster).toBe(join(folder, 'data', 'cluster'))
  })
})
