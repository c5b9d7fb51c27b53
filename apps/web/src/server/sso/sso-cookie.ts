import type { Env } from '../../env.ts'

const LIFETIME_SECONDS = 600

const nameOf = ({ publicOrigin }: Pick<Env, 'publicOrigin'>) =>
  publicOrigin.startsWith('https:') ? '__Host-counterfoil.sso' : 'counterfoil.sso'

/** Holds the attempt's number while the person is at the provider. Lax: the way back begins at the provider's page. */
export function attemptCookie(settings: Pick<Env, 'publicOrigin'>, number: string | null): string {
  const secure = settings.publicOrigin.startsWith('https:') ? '; Secure' : ''
  return `${nameOf(settings)}=${number ?? ''}; Path=/; Max-Age=${number === null ? 0 : LIFETIME_SECONDS}; HttpOnly; SameSite=Lax${secure}`
}

export function readAttemptCookie(settings: Pick<Env, 'publicOrigin'>, headers: Headers): string | null {
  const name = nameOf(settings)
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const cut = pair.indexOf('=')
    if (pair.slice(0, cut).trim() === name) return pair.slice(cut + 1).trim()
  }
  return null
}
