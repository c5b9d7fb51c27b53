import { describe, expect, it } from 'vitest'
import { createKeyPair, publicKeyObject, publicKeyText, signText, verifyText, verifyTextSync } from './ed25519.ts'

describe('Ed25519', () => {
  it('signs and checks, in the pool and at once', async () => {
    const { publicKey, privateKey } = createKeyPair()
    const signature = signText(privateKey, 'grüße 世界')
    expect(publicKey).toMatch(/^[A-Za-z0-9+/]{43}=$/)
    expect(signature).toMatch(/^[A-Za-z0-9+/]{86}==$/)
    expect(await verifyText(publicKey, 'grüße 世界', signature)).toBe(true)
    expect(verifyTextSync(publicKeyObject(publicKey), 'grüße 世界', signature)).toBe(true)
  })

  it('refuses another text, key or signature, and garbage, without throwing', async () => {
    const { publicKey, privateKey } = createKeyPair()
    const signature = signText(privateKey, 'one')
    for (const [key, text, sig] of [
      [publicKey, 'two', signature],
      [createKeyPair().publicKey, 'one', signature],
      [publicKey, 'one', signText(privateKey, 'two')],
      [publicKey, 'one', 'AAAA'],
      ['AAAA', 'one', signature],
    ] as const) {
      expect(await verifyText(key, text, sig)).toBe(false)
      expect(verifyTextSync(key, text, sig)).toBe(false)
    }
  })

  it('agrees with RFC 8032, 7.1, test 1', () => {
    const publicKey = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex').toString('base64')
    const signature = Buffer.from(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      'hex',
    ).toString('base64')
    expect(verifyTextSync(publicKey, '', signature)).toBe(true)
    expect(publicKeyText(publicKeyObject(publicKey))).toBe(publicKey)
  })
})
