import { describe, expect, it } from 'vitest'
import { cookieKindsOf, sessionTokens } from './find-session.ts'

const token = 'abcdefghijklmnopqrstuvwxyz012345'

describe('session cookie', () => {
  it.each([
    ['plain', `counterfoil.session_token=${token}.c2ln%3D`, [token]],
    ['secure', `a=b; __Host-counterfoil.session_token=${token}.c2ln`, [token]],
    ['encoded dot', `counterfoil.session_token=${token}%2Esig`, [token]],
    ['a prefix any page of the host’s domain may set', `__Secure-counterfoil.session_token=${token}.c2ln`, []],
    ['other cookie of a like name', `xcounterfoil.session_token=${token}.c2ln`, []],
    ['no value', 'counterfoil.session_token=', []],
    ['broken escape', `counterfoil.session_token=%E0%A4%A`, []],
    ['quotes and SQL', `counterfoil.session_token='or 1=1--.x`, []],
    ['nothing', '', []],
  ])('%s', (_what, header, expected) => {
    expect(sessionTokens(header)).toEqual(expected)
  })

  it('is the secure one alone where all pages come over TLS', () => {
    expect(cookieKindsOf(['https://pay.example'])).toEqual(['secure'])
    expect(cookieKindsOf(['http://localhost:3000'])).toEqual(['plain'])
    expect(cookieKindsOf(['http://localhost:3000', 'https://pay.example'])).toEqual(['secure', 'plain'])
    expect(sessionTokens(`counterfoil.session_token=${token}.c2ln`, ['secure'])).toEqual([])
  })
})
