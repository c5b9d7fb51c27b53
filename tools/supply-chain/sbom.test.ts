import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readLock } from './read-lock.ts'
import { findUnlisted, makeSbom } from './sbom.ts'

describe('the software bill of materials', () => {
  const packages = readLock(readFileSync('package-lock.json', 'utf8'))

  it('is CycloneDX and lists every package of the lock file', () => {
    const { sbom } = makeSbom('.')
    expect([sbom.bomFormat, packages.length > 100]).toEqual(['CycloneDX', true])
    expect(findUnlisted(sbom, packages)).toEqual([])
  })

  it('would be found incomplete', () => {
    const sbom = { bomFormat: 'CycloneDX', specVersion: '1.5', components: [{ name: 'a', version: '1.0.0' }] }
    const b = { path: 'node_modules/b', name: 'b', version: '1.0.0', integrity: null, resolved: null, hasInstallScript: false }
    expect(findUnlisted(sbom, [{ ...b, path: 'node_modules/a', name: 'a' }, b])).toEqual(['b@1.0.0'])
  })
})
