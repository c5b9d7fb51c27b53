import {
  appendLeaf,
  commitment,
  consistencyProof,
  createSignerKey,
  emptyFrontier,
  encodeAuditEntry,
  formatCheckpoint,
  formatVerifierKey,
  inclusionProof,
  leafHash,
  nodeHash,
  rootOf,
  signNote,
} from '@counterfoil/audit'
import type { EntryProof } from '@counterfoil/services/audit'
import { beforeEach, describe, expect, it } from 'vitest'
import type { KeptLog } from './kept-log.ts'
import { verifyEntry } from './verify-entry.ts'

const origin = 'counterfoil.test/log'
const signer = createSignerKey(origin, new Uint8Array(32).fill(7))
const stranger = createSignerKey(origin, new Uint8Array(32).fill(8))
const idOf = (n: number) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`
const salt = new Uint8Array(16).fill(3)
const bodies = Array.from({ length: 11 }, (_, n) =>
  encodeAuditEntry({
    id: idOf(n),
    timeMs: 1_700_000_000_000 + n,
    actor: { type: 'user', id: 'u1' },
    action: 'person.invited',
    pci: ['10.2.1.5'],
    target: { type: 'setup_link', id: 'l1' },
    outcome: 'done',
    personal: [{ name: 'email', salt, value: 'x@chain.example' }],
  }),
)
const leaves = bodies.map((body) => leafHash(body))
const read = (level: number, index: bigint): Uint8Array =>
  level === 0
    ? (leaves[Number(index)] ?? new Uint8Array())
    : nodeHash(read(level - 1, index * 2n), read(level - 1, index * 2n + 1n))
const rootAt = (size: number) => rootOf(leaves.slice(0, size).reduce(appendLeaf, emptyFrontier()))
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

const INDEX = 4
let proof: EntryProof
let kept: KeptLog
const detail = {
  body: base64(bodies[INDEX] as Uint8Array),
  leaf: base64(leaves[INDEX] as Uint8Array),
  personal: [{ name: 'email', value: 'x@chain.example', salt: base64(salt) }],
}

async function proofAt(size: number, by = signer, since?: number): Promise<EntryProof> {
  const note = signNote(formatCheckpoint({ origin, size: BigInt(size), root: rootAt(size) }), by)
  return {
    index: INDEX,
    checkpoint: { size, signedAtMs: 0, note, cosignatures: [] },
    path: (await inclusionProof(read, BigInt(INDEX), BigInt(size))).map(base64),
    grown:
      since === undefined ? null : { from: since, path: (await consistencyProof(read, BigInt(since), BigInt(size))).map(base64) },
    origin,
    logKey: formatVerifierKey(by),
  }
}

beforeEach(async () => {
  proof = await proofAt(11, signer, 6)
  kept = {
    origin,
    logKey: formatVerifierKey(signer),
    keySinceMs: 0,
    size: 6,
    root: base64(rootAt(6)),
    verifiedAtMs: 0,
    index: 0,
  }
})

const check = (given: Partial<Parameters<typeof verifyEntry>[0]> = {}) =>
  verifyEntry({ detail, proof, kept, id: idOf(INDEX), ...given })

describe('an entry checked in the browser', () => {
  it('is verified from its bytes to the signed checkpoint, which continues the one that was kept', () => {
    expect(check()).toMatchObject({ state: 'verified', index: INDEX, size: 11, grownFrom: 6, personal: { kept: 1, erased: 0 } })
    expect(check({ kept: null })).toMatchObject({ state: 'verified', grownFrom: null })
  })

  it('is verified with its personal values erased', () => {
    const erased = { ...detail, personal: [{ name: 'email', value: null, salt: null }] }
    expect(check({ detail: erased })).toMatchObject({ state: 'verified', personal: { kept: 0, erased: 1 } })
  })

  it('in the archive is followed from the hash the hub kept, never told as checked from its bytes, and fails with another hash', () => {
    const archived = { ...detail, body: null }
    expect(check()).toMatchObject({ hashed: true })
    expect(check({ detail: archived })).toMatchObject({
      state: 'verified',
      hashed: false,
      index: INDEX,
      personal: { kept: 0, erased: 0 },
    })
    expect(check({ detail: { ...archived, leaf: base64(leaves[5] as Uint8Array) } })).toMatchObject({
      state: 'failed',
      failure: 'body',
    })
    expect(check({ detail: { ...archived, leaf: null } })).toMatchObject({ state: 'failed', failure: 'body' })
  })

  it('fails with any byte of its body changed', () => {
    const body = Buffer.from(bodies[INDEX] as Uint8Array)
    for (let at = 0; at < body.length; at += 1) {
      const changed = Buffer.from(body)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(check({ detail: { ...detail, body: base64(changed) } })).toMatchObject({ state: 'failed', failure: 'body' })
    }
  })

  it('fails as another entry than the one that was asked for, which is in the record too', async () => {
    expect(check({ id: idOf(5) })).toMatchObject({ state: 'failed', failure: 'body' })
    expect(check({ proof: { ...proof, index: 5 } })).toMatchObject({ state: 'failed', failure: 'body' })
  })

  it('fails on a personal value that is not the one committed to', () => {
    const personal = [{ name: 'email', value: 'y@chain.example', salt: base64(salt) }]
    expect(check({ detail: { ...detail, personal } })).toMatchObject({ state: 'failed', failure: 'personal' })
    expect(commitment({ salt, value: 'x@chain.example' })).not.toBe(commitment({ salt, value: 'y@chain.example' }))
  })

  it('fails on a checkpoint of another key, changed or not said to be', async () => {
    const other = await proofAt(11, stranger, 6)
    expect(check({ proof: other })).toMatchObject({ state: 'failed', failure: 'key' })
    expect(check({ proof: { ...other, logKey: kept.logKey } })).toMatchObject({ state: 'failed', failure: 'checkpoint' })
  })

  it('fails where the record became shorter, or has another past, or does not show that it grew', async () => {
    expect(check({ proof: await proofAt(5) })).toMatchObject({ state: 'failed', failure: 'shrunk' })
    expect(check({ kept: { ...kept, root: base64(rootAt(7)) } })).toMatchObject({ state: 'failed', failure: 'grown' })
    expect(check({ proof: { ...proof, grown: null } })).toMatchObject({ state: 'failed', failure: 'grown' })
    expect(check({ proof: { ...proof, checkpoint: null, path: null } })).toMatchObject({ state: 'failed', failure: 'shrunk' })
  })

  it('waits for its place, and for a checkpoint that covers it', () => {
    expect(check({ proof: { ...proof, index: null, path: null } })).toEqual({ state: 'waiting', why: 'index' })
    expect(check({ proof: { ...proof, path: null } })).toEqual({ state: 'waiting', why: 'checkpoint' })
  })
})
