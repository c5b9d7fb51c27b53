import { describe, expect, it } from 'vitest'
import { sessionTokens } from './find-session.ts'

const token = 'abcdefghijklmnopqrstuvwxyz012345'

describe('session cookie', () => {
  it.each([
    ['plain', `counterfoil.session_token=${token}.c2ln%3D`, [token]],
    ['secure', `a=b; __Secure-counterfoil.session_token=${token}.c2ln`, [token]],
    ['default prefix', `better-auth.session_token=${token}.x; theme=dark`, [token]],
    ['encoded dot', `counterfoil.session_token=${token}%2Esig`, [token]],
    ['other cookie of a like name', `xcounterfoil.session_token=${token}.c2ln`, []],
    ['no value', 'counterfoil.session_token=', []],
    ['broken escape', `counterfoil.session_token=%E0%A4%A`, []],
    ['quotes and SQL', `counterfoil.session_token='or 1=1--.x`, []],
    ['nothing', '', []],
  ])('%s', (_what, header, expected) => {
    expect(sessionTokens(header)).toEqual(expected)
  })
})
