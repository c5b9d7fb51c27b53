import { execFile, spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chooseVersion } from '../../apps/agent/src/launcher/choose-version.ts'
import { openInstallation } from '../../apps/agent/src/launcher/installation.ts'
import { mountSmallDisk } from '../../apps/agent/tests/support/small-disk.ts'
import { bundle } from '../agent-package/bundle.ts'
import { ROOT } from '../stack/root.ts'
import { HERE, installByHand, lightVersion } from './support/light-version.ts'
import { type FileServer, openUpdateBed, serveUpdates, type UpdateBed } from './support/update-bed.ts'
import { type UpdateGiven, updateOnce } from './support/update-once.ts'

let bed: UpdateBed
let files: FileServer
let lib: string
let sha256: string
let program: string
const KILLER = join(ROOT, 'tools/tests/support/kill-at-step.mjs')

beforeAll(async () => {
  bed = await openUpdateBed()
  files = await serveUpdates(bed.repositoryFolder)
  lib = join(bed.folder, 'lib')
  program = join(bed.folder, 'install-once.mjs')
  writeFileSync(program, await bundle(ROOT, 'tools/tests/support/install-once.ts', '0.1.0'))
  installByHand(lib, '0.1.0', lightVersion('0.1.0', await bed.agent('0.1.0')), bed.launcher)
  sha256 = bed.release('0.2.0', await bed.agent('0.2.0')).release.sha256
})
afterAll(() => {
  files?.close()
  bed?.end()
})

function freshState(): string {
  return mkdtempSync(join(bed.folder, 'state-'))
}

interface Told {
  readonly signal: string | null
  readonly said: string
  readonly steps: readonly string[]
}

const given = (state: string, more: object = {}): UpdateGiven => ({
  lib,
  state,
  url: files.url,
  root: bed.root,
  wish: { version: '0.2.0', sha256 },
  ...more,
})

/** The same in this process, which nobody kills. */
const update = (state: string, more: object = {}) => updateOnce(given(state, more))

/** An update in a process of its own, bundled so that sixty of them start quickly. */
function updateApart(state: string, kill: { at?: number; half?: boolean } = {}): Promise<Told> {
  const args = ['--import', KILLER, program, JSON.stringify(given(state, { selfTest: false }))]
  const env = { PATH: process.env.PATH, KILL_AT: String(kill.at ?? 0), KILL_HALF: kill.half === true ? '1' : '0' }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { env, cwd: ROOT }, (_error, said, err) => {
      resolve({ signal: child.signalCode, said: said.trim(), steps: err.split('\n').filter((line) => line.startsWith('step ')) })
    })
  })
}

/** The version a launcher would start now, every byte of it looked at as a launcher does. */
function wouldRun(state: string): string | undefined {
  const installation = openInstallation({ lib, state, pinnedRoot: bed.root, refused() {} })
  return chooseVersion(installation, {})?.version
}

/** The same by the launcher's own program; the version's own check says that it is whole and works here. */
function runs(state: string): string {
  const launcher = [join(lib, 'launcher/launcher.mjs'), 'which']
  const which = spawnSync(process.execPath, launcher, {
    env: { PATH: process.env.PATH, COUNTERFOIL_AGENT_STATE: state },
    encoding: 'utf8',
  })
  const folder = which.stdout.trim()
  const check = spawnSync(join(folder, 'node'), [join(folder, 'agent.mjs'), 'check-install', '--json'], { encoding: 'utf8' })
  const { version, sound } = JSON.parse(check.stdout)
  expect(sound).toBe(true)
  expect(folder.endsWith(`/${version}`)).toBe(true)
  return version
}

describe('an update that is killed', () => {
  it('at any step of its way through the file system leaves a whole version to run, and can be asked for again', async () => {
    const state = freshState()
    const whole = await updateApart(state)
    expect(whole.said).toBe('installed')
    expect(runs(state)).toBe('0.2.0')
    const kills = whole.steps.flatMap((line, index) =>
      /file\.writeFile|writeFile| rm /.test(line) ? [{ at: index + 1 }, { at: index + 1, half: true }] : [{ at: index + 1 }],
    )
    expect(whole.steps.length).toBeGreaterThan(30)
    const ran = new Map<string, number>()
    const left = [...kills]
    let missed = 0
    const killOneByOne = async () => {
      for (let kill = left.shift(); kill !== undefined; kill = left.shift()) {
        const place = freshState()
        const killed = await updateApart(place, kill)
        // The archive comes in pieces as the network cuts them: a way may be shorter by some than the one that was counted.
        if (killed.signal === null && killed.steps.length < kill.at) missed += 1
        else expect(killed, JSON.stringify(kill)).toMatchObject({ signal: 'SIGKILL', said: '' })
        const version = wouldRun(place) ?? 'none'
        ran.set(version, (ran.get(version) ?? 0) + 1)
        expect(['0.1.0', '0.2.0'], JSON.stringify(kill)).toContain(version)
        expect(await update(place, { selfTest: false }), JSON.stringify(kill)).toBe('installed')
        expect(wouldRun(place), JSON.stringify(kill)).toBe('0.2.0')
        rmSync(place, { recursive: true })
      }
    }
    await Promise.all([killOneByOne(), killOneByOne()])
    console.log(`${whole.steps.length} steps, killed ${kills.length} times: ${JSON.stringify(Object.fromEntries(ran))}`)
    expect(missed).toBeLessThan(kills.length / 10)
    // The file that names the new version is renamed last; what comes after it makes that last.
    expect(ran.get('0.1.0')).toBeGreaterThan(30)
  }, 900_000)
})

describe('a version that must not run', () => {
  it('is one that was changed after the launcher had looked at it: it looks again before the next start', async () => {
    const state = freshState()
    expect(await update(state, { selfTest: false })).toBe('installed')
    const refused: string[] = []
    const installation = openInstallation({ lib, state, pinnedRoot: bed.root, refused: (version) => refused.push(version) })
    expect(chooseVersion(installation, {})?.version).toBe('0.2.0')
    appendFileSync(join(installation.folder('0.2.0'), 'agent.mjs'), '// one more line\n')
    installation.lookAgain()
    expect(chooseVersion(installation, {})).toMatchObject({ version: '0.1.0', instead: { version: '0.2.0' } })
    expect(refused).toEqual(['0.2.0'])
  })

  const refused = async (more: object = {}) => {
    const state = freshState()
    const said = await update(state, more)
    expect(runs(state)).toBe('0.1.0')
    return { said, state }
  }

  it('is refused when it is older, unknown, or not the one that was approved', async () => {
    expect((await refused({ wish: { version: '0.1.0', sha256 } })).said).toBe('older_version')
    expect((await refused({ wish: { version: '0.9.0', sha256 } })).said).toBe('unknown_version')
    expect((await refused({ wish: { version: '0.2.0', sha256: 'f'.repeat(64) } })).said).toBe('wrong_content')
  })

  it('is refused when its list has expired, also by the hub’s clock alone, or was signed by others', async () => {
    expect((await refused({ nowMs: Date.now() + 8 * 86_400_000 })).said).toBe('expired')
    const other = await openUpdateBed()
    expect((await refused({ root: other.root })).said).toBe('bad_signature')
    other.end()
  })

  it('is refused when the hub shows a list that is older than one that was seen', async () => {
    const state = freshState()
    expect(await update(state)).toBe('installed')
    const old = readFileSync(join(bed.repositoryFolder, 'metadata/timestamp.json'))
    bed.repository.renew(bed.online, new Date(), true)
    expect(await update(state)).toBe('installed')
    files.instead = (name, response) => name.endsWith('timestamp.json') && Boolean(response.end(old))
    expect(await update(state)).toBe('rolled_back')
    files.instead = () => false
    expect(runs(state)).toBe('0.2.0')
  })

  it('is not taken from a line that breaks; the next try goes on where it broke', async () => {
    const state = freshState()
    const target = readFileSync(join(bed.repositoryFolder, 'targets', `${sha256}.counterfoil-agent-0.2.0-${HERE}.tar.gz`))
    files.instead = (name, response) => {
      if (!name.startsWith('targets/')) return false
      response.writeHead(200, { 'content-length': target.length })
      response.write(target.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50))
      return true
    }
    expect(await update(state)).toBe('cut_off')
    expect(runs(state)).toBe('0.1.0')
    files.instead = () => false
    files.asked.length = 0
    expect(await update(state)).toBe('installed')
    expect(files.asked.at(-1)).toMatch(/^targets\/.* bytes=[1-9]\d*-$/)
    expect(runs(state)).toBe('0.2.0')
  })

  it('is not taken with other bytes, nor with more than were signed', async () => {
    const target = readFileSync(join(bed.repositoryFolder, 'targets', `${sha256}.counterfoil-agent-0.2.0-${HERE}.tar.gz`))
    const changed = Buffer.from(target)
    changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
    for (const bytes of [changed, Buffer.concat([target, Buffer.from('more')])]) {
      files.instead = (name, response) => name.startsWith('targets/') && Boolean(response.end(bytes))
      expect((await refused()).said).toBe('wrong_content')
    }
    files.instead = () => false
  })

  it('is not taken where the disk is full, and leaves what runs; with room it is', async () => {
    const disk = mountSmallDisk(3)
    try {
      disk.fill(1_500_000)
      expect(await update(disk.path)).toBe('no_room')
      expect(runs(disk.path)).toBe('0.1.0')
      disk.fill()
      expect(await update(disk.path)).toBe('no_room')
      expect(runs(disk.path)).toBe('0.1.0')
      disk.clear()
      const large = mountSmallDisk(32)
      try {
        expect(await update(large.path)).toBe('installed')
        expect(runs(large.path)).toBe('0.2.0')
      } finally {
        large.unmount()
      }
    } finally {
      disk.unmount()
    }
  })

  it('is not started by the launcher when one byte of it was changed on the disk', async () => {
    const state = freshState()
    expect(await update(state)).toBe('installed')
    const place = join(state, 'versions/0.2.0/agent.mjs')
    writeFileSync(place, `${readFileSync(place, 'utf8')}\n// not signed\n`)
    expect(runs(state)).toBe('0.1.0')
    const forged = freshState()
    mkdirSync(join(forged, 'versions'), { recursive: true })
    cpSync(join(lib, 'versions/0.1.0'), join(forged, 'versions/0.3.0'), { recursive: true })
    writeFileSync(join(forged, 'wanted.json'), JSON.stringify({ version: '0.3.0', stamp: '0.3.0 x', over: '0.1.0 by-hand' }))
    expect(runs(forged)).toBe('0.1.0')
  })

  it('gives way to one that was installed by hand afterwards', async () => {
    const state = freshState()
    expect(await update(state)).toBe('installed')
    const other = join(bed.folder, 'lib-again')
    cpSync(lib, other, { recursive: true })
    writeFileSync(join(other, 'wanted'), '0.1.0 by-hand-again\n')
    const before = lib
    lib = other
    expect(runs(state)).toBe('0.1.0')
    lib = before
  })
})
