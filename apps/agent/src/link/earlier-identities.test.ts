import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeyPair } from '@counterfoil/audit'
import { expect, it } from 'vitest'
import { earlierPath, keepEarlierIdentity, readEarlierIdentities } from './earlier-identities.ts'

const { publicKey, privateKey } = createKeyPair()
const identity = (epoch: number) => ({
  agentId: '018f0000-0000-7000-8000-0000000000a1',
  hubId: '018f0000-0000-7000-8000-0000000000b1',
  hubUrl: 'https://hub.example',
  store: { code: 'BER-1', name: 'Berlin' },
  epoch,
  publicKey,
  privateKey,
})

it('gives the enrolments that can be read, the oldest first, and names a damaged file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earlier-identities-'))
  try {
    for (const epoch of [3, 1, 2]) keepEarlierIdentity(folder, identity(epoch))
    writeFileSync(earlierPath(folder, 2), '{"agentId":')
    const damaged: string[] = []
    const found = readEarlierIdentities(folder, (sentence) => damaged.push(sentence))
    expect(found.map(({ epoch }) => epoch)).toEqual([1, 3])
    expect(damaged).toEqual([expect.stringContaining(`${earlierPath(folder, 2)} is damaged`)])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
