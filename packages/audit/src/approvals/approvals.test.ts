import { describe, expect, it } from 'vitest'
import { createSoftwarePasskey } from '../testing/index.ts'
import { checkApproval, countApprovers } from './index.ts'

const site = { id: 'pay.chain.example', origins: ['https://pay.chain.example'] }
const TEXT = 'counterfoil-approval/v1\n{"kind":"agent.rotate_key"}'
const ada = createSoftwarePasskey('user:ada', site)
const bo = createSoftwarePasskey('user:bo', site)
const members = [ada.key, bo.key]
const check = (approval: ReturnType<typeof ada.approve>, text = TEXT) => checkApproval(text, approval, site, members)

describe('an approval by a passkey', () => {
  it.each(['es256', 'eddsa', 'rs256'] as const)('is believed for exactly its text (%s)', (kind) => {
    const passkey = createSoftwarePasskey('user:cy', site, kind)
    expect(checkApproval(TEXT, passkey.approve(TEXT), site, [passkey.key])).toBeNull()
    expect(checkApproval(`${TEXT} `, passkey.approve(TEXT), site, [passkey.key])).toBe('other_text')
  })

  it('is refused by name for each thing that can be wrong with it', () => {
    const good = ada.approve(TEXT)
    const stranger = createSoftwarePasskey('user:eve', site)
    expect(check(stranger.approve(TEXT))).toBe('unknown_approver')
    expect(check({ ...good, person: 'user:bo' })).toBe('unknown_approver')
    expect(check({ ...stranger.approve(TEXT), person: 'user:ada', credentialId: ada.key.credentialId })).toBe('bad_signature')
    expect(check(ada.approve(TEXT, { type: 'webauthn.create' }))).toBe('other_text')
    expect(check(ada.approve('something else'))).toBe('other_text')
    expect(check(ada.approve(TEXT, { origin: 'https://pay.chain.example.evil.example' }))).toBe('other_site')
    expect(check(ada.approve(TEXT, { siteId: 'evil.example' }))).toBe('other_site')
    expect(check(ada.approve(TEXT, { crossOrigin: true }))).toBe('other_site')
    expect(check(ada.approve(TEXT, { flags: 0x01 }))).toBe('not_verified')
    expect(check(ada.approve(TEXT, { flags: 0x04 }))).toBe('not_verified')
    expect(check({ ...good, clientData: Buffer.from('null').toString('base64url') })).toBe('malformed')
    expect(check({ ...good, authenticatorData: 'AAAA' })).toBe('malformed')
    expect(check({ ...good, signature: bo.approve(TEXT).signature })).toBe('bad_signature')
    const other = createSoftwarePasskey('user:dee', site, 'es384')
    expect(checkApproval(TEXT, other.approve(TEXT), site, [other.key])).toBe('bad_signature')
    expect(checkApproval(TEXT, good, site, [{ ...ada.key, publicKey: 'AAAA' }])).toBe('bad_signature')
  })

  it('does not survive a change of any byte of what was signed', () => {
    const good = ada.approve(TEXT)
    for (const field of ['authenticatorData', 'clientData', 'signature'] as const) {
      const bytes = Buffer.from(good[field], 'base64url')
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 0x01
        expect(check({ ...good, [field]: changed.toString('base64url') }), `${field} ${at}`).not.toBeNull()
      }
    }
  })

  it('counts people, not passkeys', () => {
    const again = createSoftwarePasskey('user:ada', site)
    const all = [...members, again.key]
    expect(countApprovers(TEXT, [ada.approve(TEXT), again.approve(TEXT)], site, all).people).toEqual(['user:ada'])
    expect(countApprovers(TEXT, [ada.approve(TEXT), bo.approve('x')], site, all)).toEqual({
      people: ['user:ada'],
      faults: [{ person: 'user:bo', fault: 'other_text' }],
    })
  })
})
