import { screenCookieNames } from '@counterfoil/services/screens'
import type { Env } from '../../env.ts'

type CookieSettings = Pick<Env, 'publicOrigin'>

/** Held by a screen that waits for its code to be typed. */
const claimCookie = { secure: '__Host-counterfoil.pairing', plain: 'counterfoil.pairing' } as const

/** What a waiting screen was given; only from a cookie a page of ours could have set. */
export function readClaim(headers: Headers, settings: CookieSettings): string | null {
  const name = nameOf(claimCookie, settings)
  const pairs = (headers.get('cookie') ?? '').slice(0, 8_192).split(';')
  const claim = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${name}=`))
  const value = claim?.slice(name.length + 1) ?? ''
  return /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null
}

export function setClaim(claim: string, lifetimeMs: number, settings: CookieSettings): string {
  return setCookie(claimCookie, claim, lifetimeMs, settings)
}

export function dropClaim(settings: CookieSettings): string {
  return setCookie(claimCookie, '', 0, settings)
}

export function setScreen(secret: string, lifetimeMs: number, settings: CookieSettings): string {
  return setCookie(screenCookieNames, secret, lifetimeMs, settings)
}

type Names = { readonly secure: string; readonly plain: string }

/** Over TLS no other host and no plain page can set or read it; Strict: no link of another site brings it along. */
function setCookie(names: Names, value: string, lifetimeMs: number, settings: CookieSettings): string {
  const secure = isSecure(settings) ? '; Secure' : ''
  const seconds = Math.max(0, Math.floor(lifetimeMs / 1_000))
  return `${nameOf(names, settings)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`
}

const nameOf = (names: Names, settings: CookieSettings): string => (isSecure(settings) ? names.secure : names.plain)

const isSecure = ({ publicOrigin }: CookieSettings): boolean => publicOrigin.startsWith('https:')
