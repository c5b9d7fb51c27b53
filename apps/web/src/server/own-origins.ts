import type { Env } from '../env.ts'

type OriginSettings = Pick<Env, 'publicOrigin'>

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The origins our pages are served from. On this machine `localhost` and `127.0.0.1` are the same place. */
export function ownOrigins({ publicOrigin }: OriginSettings): readonly string[] {
  const { protocol, hostname, port } = new URL(publicOrigin)
  if (!isLoopback(hostname)) return [publicOrigin]
  return [...loopbackNames].map((name) => `${protocol}//${name}${port ? `:${port}` : ''}`)
}

export function isLoopback(hostname: string): boolean {
  return loopbackNames.has(hostname)
}

/** A browser always sends Origin with a POST; without one, or with a foreign one, the request is not ours. */
export function isOwnOrigin(headers: Headers, settings: OriginSettings): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  return origin !== null && ownOrigins(settings).includes(origin)
}
