import type { TestDatabase } from '@counterfoil/db/testing'
import type { Reach, Role } from '@counterfoil/services/permissions'
import { revokeScreen } from '@counterfoil/services/screens'
import { revokeToken } from '@counterfoil/services/tokens'
import superjson from 'superjson'
import { answerTrpc } from '../../src/server/answer-trpc.ts'
import { createRuntime } from '../../src/server/context.ts'
import { origin, testSettings } from './open-dashboard.ts'
import { openThingMaker, type ThingMaker } from './things.ts'

export type ThingRole = Extract<Role, 'integration_token' | 'wall_screen'>
export type ThingAnswer = { readonly told: unknown } | { readonly refused: string; readonly why: string }

/** Whether it shows what it was given, nothing, or what was taken back. */
export type Shown = 'good' | 'nothing' | 'revoked'

export interface ThingAsker {
  /** One question over HTTP, with a real token in its header or a real screen's cookie. */
  ask(path: string, input: unknown, who: { role: ThingRole; reach: Reach; shown: Shown }): Promise<ThingAnswer>
  close(): Promise<void>
}

export async function openThingAsker(database: TestDatabase, nowMs: () => number): Promise<ThingAsker> {
  const runtime = createRuntime(testSettings(database.url), nowMs)
  const maker = await openThingMaker(runtime.systemServices('test'))
  const made = new Map<string, Promise<HeadersInit>>()
  return {
    async ask(path, input, { role, reach, shown }) {
      const key = JSON.stringify([role, reach, shown])
      const credential = made.get(key) ?? makeCredential(maker, { role, reach, shown })
      made.set(key, credential)
      const headers = new Headers(await credential)
      headers.set('content-type', 'application/json')
      const body = JSON.stringify(superjson.serialize(input))
      return readAnswer(await answerTrpc(new Request(`${origin}/api/trpc/${path}`, { method: 'POST', headers, body }), runtime))
    },
    close: () => runtime.close(),
  }
}

async function makeCredential(
  maker: ThingMaker,
  { role, reach, shown }: { role: ThingRole; reach: Reach; shown: Shown },
): Promise<HeadersInit> {
  if (shown === 'nothing') return { origin }
  if (role === 'integration_token') {
    const { id, token } = await maker.token(reach)
    if (shown === 'revoked') await revokeToken(maker.owner, { id })
    // Programs send no Origin.
    return { authorization: `Bearer ${token}` }
  }
  const { id, cookie } = await maker.screen(reach)
  if (shown === 'revoked') await revokeScreen(maker.owner, { id })
  return { origin, cookie }
}

const codeOf: Readonly<Record<number, string>> = { 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 429: 'TOO_MANY_REQUESTS' }

async function readAnswer(response: Response): Promise<ThingAnswer> {
  const body = await response.json()
  if (body.result !== undefined) return { told: superjson.deserialize(body.result.data) }
  // Before procedures are asked, a refusal has no envelope.
  if (body.error === undefined) return { refused: codeOf[response.status] ?? body.code, why: body.message }
  const { message, data } = superjson.deserialize<{ message: string; data: { code: string } }>(body.error)
  return { refused: data.code, why: message }
}
