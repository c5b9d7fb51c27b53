import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type AuditEntry, commitment, encodeAuditEntry } from './audit-entry.ts'
import { canonicalJson } from './canonical-json.ts'

const entry: AuditEntry = {
  id: '0198c0de-0000-7000-8000-000000000001',
  timeMs: 1_795_824_000_000,
  actor: { type: 'user', id: 'u1', session: 's1', factors: ['password', 'totp'] },
  action: 'person.disabled',
  pci: ['10.2.1.5'],
  target: { type: 'person', id: 'u2' },
  outcome: 'done',
  personal: [{ name: 'origin.ip', salt: new Uint8Array(16).fill(7), value: '192.0.2.7' }],
}

describe('an audit entry', () => {
  it('is canonical JSON, whatever order its fields were given in', () => {
    const body = encodeAuditEntry(entry).toString()
    expect(body).toBe(canonicalJson(JSON.parse(body)))
    const turned = Object.fromEntries(Object.entries(entry).reverse()) as unknown as AuditEntry
    expect(encodeAuditEntry(turned).toString()).toBe(body)
    expect(JSON.parse(body)).toMatchObject({ v: 1, ts: 1_795_824_000_000, action: 'person.disabled', pci: ['10.2.1.5'] })
  })

  it('holds of a personal value its salted commitment only', () => {
    const body = encodeAuditEntry(entry).toString()
    expect(body).not.toContain('192.0.2.7')
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.of(3), Buffer.alloc(16, 7), Buffer.from('192.0.2.7')]))
      .digest('base64url')
    expect(JSON.parse(body).personal).toEqual({ 'origin.ip': expected })
    expect(commitment({ salt: new Uint8Array(16).fill(8), value: '192.0.2.7' })).not.toBe(expected)
  })

  it('is refused when it is longer than a tile can say', () => {
    expect(() => encodeAuditEntry({ ...entry, after: 'x'.repeat(65_536) })).toThrow(RangeError)
  })
})
