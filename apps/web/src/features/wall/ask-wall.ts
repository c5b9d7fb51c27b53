import type { WallAnswer } from './pairing-loop.ts'

const paths = { pairing: '/api/wall/pairing', claim: '/api/wall/claim' } as const

/** Never throws: an unreachable server is an answer like any other. */
export async function askWall(what: keyof typeof paths): Promise<WallAnswer> {
  try {
    const response = await fetch(paths[what], {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    })
    if (response.status === 429)
      return { state: 'too_many', retryAfterMs: Number(response.headers.get('retry-after') ?? 60) * 1_000 }
    return response.ok ? await response.json() : { state: 'unreachable' }
  } catch {
    return { state: 'unreachable' }
  }
}
