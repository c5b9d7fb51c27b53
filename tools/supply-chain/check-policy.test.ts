import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type AdvisoryList, checkPolicy, type Policy } from './check-policy.ts'
import { knownInstallScripts } from './install-scripts.ts'
import { readLock } from './read-lock.ts'

const lock = (packages: object) => readLock(JSON.stringify({ lockfileVersion: 3, packages }))
const sound = { version: '2.0.0', integrity: 'sha512-AAAA' }
const list: AdvisoryList = {
  checkedOn: '2026-11-01',
  advisories: [{ package: 'leaky', id: 'CVE-1', severity: 'critical', affected: '>=1.0.0 <2.1.0', what: 'leaks' }],
}

function check(packages: object, more: Partial<Policy> = {}) {
  return checkPolicy({
    packages: lock(packages),
    advisories: list,
    knownInstallScripts: {},
    npmrc: ['ignore-scripts=true'],
    today: new Date('2026-11-27T12:00:00Z'),
    ...more,
  })
}

describe('the policy of dependencies', () => {
  it('has nothing to say of a sound lock file', () => {
    const packages = { '': {}, 'apps/web': {}, 'node_modules/@counterfoil/web': { link: true }, 'node_modules/tight': sound }
    expect(check(packages)).toEqual({ violations: [], warnings: [] })
  })

  it.each([
    ['no hash', { version: '1.0.0' }, 'no SHA-512'],
    ['a weak hash', { version: '1.0.0', integrity: 'sha1-AAAA' }, 'no SHA-512'],
    ['an address', { ...sound, resolved: 'git+ssh://git@example.org/x.git' }, 'names where it comes from'],
    ['an unknown install script', { ...sound, hasInstallScript: true }, 'nobody has looked at'],
  ])('forbids %s', (_what, entry, words) => {
    expect(check({ 'node_modules/one': entry }).violations).toEqual([expect.stringContaining(words)])
  })

  it('knows a nested package by its own name', () => {
    const script = { ...sound, hasInstallScript: true }
    const known = { '@scope/inner': 'compiles nothing' }
    expect(check({ 'node_modules/outer/node_modules/@scope/inner': script }, { knownInstallScripts: known }).violations).toEqual(
      [],
    )
  })

  it('forbids a name that is no longer needed, and scripts that are on', () => {
    expect(check({}, { knownInstallScripts: { gone: 'was' }, npmrc: [] }).violations).toEqual([
      expect.stringContaining('.npmrc'),
      expect.stringContaining('gone'),
    ])
  })

  it.each(['1.0.0', '2.0.9', '2.1.0-rc.1'])('warns of a known flaw in %s', (version) => {
    expect(check({ 'node_modules/leaky': { ...sound, version } }).warnings).toEqual([expect.stringContaining('CVE-1 (critical)')])
  })

  it('does not warn of the version that mends it', () => {
    expect(check({ 'node_modules/leaky': { ...sound, version: '2.1.0' } }).warnings).toEqual([])
  })

  it('warns when nobody has looked for a month', () => {
    expect(check({}, { today: new Date('2026-12-01T23:00:00Z') }).warnings).toEqual([])
    expect(check({}, { today: new Date('2026-12-02T01:00:00Z') }).warnings).toEqual([expect.stringContaining('31 days ago')])
  })
})

describe('this repository', () => {
  const packages = readLock(readFileSync('package-lock.json', 'utf8'))
  const advisories = JSON.parse(readFileSync('tools/supply-chain/advisories.json', 'utf8')) as AdvisoryList

  it('keeps the policy', () => {
    const npmrc = readFileSync('.npmrc', 'utf8').split('\n')
    const report = checkPolicy({
      packages,
      advisories,
      knownInstallScripts,
      npmrc,
      today: new Date(`${advisories.checkedOn}T00:00:00Z`),
    })
    expect(report).toEqual({ violations: [], warnings: [] })
  })

  it('has advisories that can be judged, of packages it uses', () => {
    for (const { package: name, affected } of advisories.advisories) {
      const used = packages.filter((one) => one.name === name)
      expect([name, used.length > 0 || name === '@better-auth/passkey']).toEqual([name, true])
      expect(affected).toMatch(/^[<>=0-9. |]+$/)
    }
  })
})
