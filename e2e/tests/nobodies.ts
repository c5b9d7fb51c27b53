import type { MadeAccount } from '../stack/make-account.ts'
import type { Shown } from './page-walk.ts'

interface Given {
  readonly account: MadeAccount
  /** Without a second factor yet. */
  readonly halfway: MadeAccount
  readonly token: string
}

/** Everybody to whom no page tells anything, with what they show. A token asks procedures and nothing else. */
export const nobodies: readonly (readonly [who: string, shows: (given: Given) => Shown])[] = [
  ['nobody', () => ({})],
  ['a made-up session', () => ({ cookie: 'counterfoil.session_token=made.up; __Host-counterfoil.session_token=made.up' })],
  ['somebody between the factors', ({ account }) => ({ cookie: account.challengeCookie })],
  ['an account without a second factor', ({ halfway }) => ({ cookie: halfway.cookie })],
  ['a program with a token', ({ token }) => ({ authorization: `Bearer ${token}` })],
  ['a token as if it were a session', ({ token }) => ({ cookie: `counterfoil.session_token=${token}.x` })],
]
