import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildHubPackages } from '../../tools/hub-package/build-packages.ts'
import { ROOT } from '../../tools/stack/root.ts'
import { makeDebian, removeFolder } from '../../tools/tests/support/clean-root.ts'

/** Only where asked: it needs root, a Debian mirror, and systemd-nspawn, which boots a Debian's own systemd in a folder. */
const wanted = process.env.COUNTERFOIL_CLEAN_ROOT === '1' && spawnSync('systemd-nspawn', ['--version']).status === 0

const UNIT = `[Unit]
After=basic.target
[Service]
Type=oneshot
ExecStart=/under-systemd.sh
`
/** On a machine without systemd of its own, nspawn wants a /run/systemd that is no disk. */
const BOOT = `mount --make-rprivate / && mkdir -p /run/systemd && mount -t tmpfs tmpfs /run/systemd &&
exec systemd-nspawn --quiet --boot --private-network --register=no --keep-unit --console=pipe --directory "$1"`

let debian: string
let folder: string

describe.runIf(wanted)('the packaged hub under a systemd', () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-systemd-'))
    for (const version of ['0.1.0', '0.1.1'])
      buildHubPackages({ root: ROOT, folder, version, platforms: ['linux-x64'], kinds: ['deb'], level: 0 })
    debian = makeDebian(['systemd-sysv', 'curl'])
    for (const version of ['0.1.0', '0.1.1']) {
      const name = `counterfoil_${version}_amd64.deb`
      cpSync(join(folder, name), join(debian, name))
    }
    cpSync(join(import.meta.dirname, 'under-systemd.sh'), join(debian, 'under-systemd.sh'))
    chmodSync(join(debian, 'under-systemd.sh'), 0o755)
    const units = join(debian, 'etc/systemd/system')
    writeFileSync(join(units, 'under-test.service'), UNIT)
    mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true })
    symlinkSync('../under-test.service', join(units, 'multi-user.target.wants/under-test.service'))
  }, 900_000)
  afterAll(() => {
    if (debian !== undefined) removeFolder(debian)
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  it('is sandboxed, started again when it is killed or stands still, upgraded, downgraded and removed', async () => {
    const child = spawn('unshare', ['--mount', 'sh', '-c', BOOT, 'boot', debian], { stdio: ['ignore', 'inherit', 'inherit'] })
    await new Promise((resolve) => child.once('close', resolve))
    const said = readFileSync(join(debian, 'said'), 'utf8').trim().split('\n')
    const servers = ['hub', 'dashboard', 'database']
    expect(said.filter((line) => !line.startsWith('Failed to connect to bus'))).toEqual([
      ...['first start', ...servers.flatMap((each) => [`${each} has no rights`, `${each} writes nothing of the system`])].map(ok),
      ...[
        'hub writes evidence',
        'hub reads its key',
        'dashboard reads no key of the hub',
        'hub reads no secret of the dashboard',
      ].map(ok),
      ...['command line', 'hub restarted', 'hub killed', 'ready again', 'a hub that beats is left alone'].map(ok),
      ...[
        'hub that stood still',
        'ready once more',
        'upgraded',
        'the new version is the current one',
        'the new version runs',
      ].map(ok),
      ...['downgraded', 'the version before is the current one', 'removed: nothing runs', 'removed: the record is there'].map(ok),
      'end',
    ])
  }, 900_000)
})

function ok(name: string): string {
  return `ok ${name}`
}
