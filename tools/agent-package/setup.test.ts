import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ID = 60_001
let root: string
const at = (path: string) => join(root, path)
const lib = 'usr/lib/counterfoil-agent'
const state = 'var/lib/counterfoil-agent'

/** The script over another system's root, with programs that only say what the script asks of them. */
function setUp(verb: string) {
  const done = spawnSync('sh', [at(`${lib}/setup.sh`), verb], { encoding: 'utf8', env: { ...process.env, DPKG_ROOT: root } })
  return { status: done.status, said: `${done.stdout}${done.stderr}` }
}

function program(path: string, script: string): void {
  writeFileSync(at(path), `#!/bin/sh\n${script}\n`)
  chmodSync(at(path), 0o755)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'agent-setup-'))
  for (const folder of ['etc', `${lib}/package`, `${lib}/launcher`]) mkdirSync(at(folder), { recursive: true })
  writeFileSync(at('etc/passwd'), `counterfoil-agent:x:${ID}:${ID}::/nonexistent:/usr/sbin/nologin\n`)
  writeFileSync(at('etc/group'), `counterfoil-agent:x:${ID}:\n`)
  for (const file of ['setup.sh', 'agent.yaml'])
    copyFileSync(join(import.meta.dirname, 'files/linux', file), at(`${lib}/${file}`))
  writeFileSync(at(`${lib}/package/version`), '0.1.0\n')
  writeFileSync(at(`${lib}/package/agent.mjs`), '')
  program(`${lib}/package/node`, 'exit 0')
  program(`${lib}/counterfoil-agent`, 'case "$1" in unsent) echo 2 ;; *) exit 1 ;; esac')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

describe.runIf(process.getuid?.() === 0)('the set-up of a packaged agent, as root', () => {
  it('gives the service its folders, and over itself changes nothing', () => {
    for (let times = 0; times < 2; times += 1) {
      expect(setUp('install')).toMatchObject({ status: 0 })
      for (const folder of [state, `${state}/data`]) {
        const { uid, gid, mode } = statSync(at(folder))
        expect([uid, gid, mode & 0o777]).toEqual([ID, ID, 0o700])
      }
    }
  })

  it('follows no link that the service laid in place of its data folder', () => {
    setUp('install')
    mkdirSync(at('etc/theirs'), { mode: 0o755 })
    rmSync(at(`${state}/data`), { recursive: true })
    symlinkSync(at('etc/theirs'), at(`${state}/data`))
    expect(setUp('install')).toMatchObject({ status: 1, said: expect.stringContaining('is a link') })
    const { uid, mode } = statSync(at('etc/theirs'))
    expect([uid, mode & 0o777]).toEqual([0, 0o755])
  })

  it('notes what is unsent beside a link, not through it, and a purge keeps the record', () => {
    setUp('install')
    writeFileSync(at(`${state}/data/outbox.db`), 'two events')
    writeFileSync(at('etc/theirs'), 'as it was\n')
    symlinkSync(at('etc/theirs'), at(`${state}/unsent`))
    expect(setUp('before-remove').said).toContain('2 recorded events have not reached the hub')
    expect(readFileSync(at('etc/theirs'), 'utf8')).toBe('as it was\n')
    expect(lstatSync(at(`${state}/unsent`)).isFile()).toBe(true)
    setUp('purge')
    expect(existsSync(at(state))).toBe(false)
    const [kept = ''] = readdirSync(at('var/lib')).filter((name) => name.startsWith('counterfoil-agent.unsent-'))
    expect(readFileSync(at(`var/lib/${kept}/data/outbox.db`), 'utf8')).toBe('two events')
  })
})
