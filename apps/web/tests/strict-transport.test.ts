import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { routePermissions } from '../src/route-permissions.ts'
import type { Runtime } from '../src/server/context.ts'
import { openDashboard } from './support/open-dashboard.ts'

const APP = join(import.meta.dirname, '../src/app')
const shared: { counterfoilDashboard?: Runtime } = globalThis as object
afterEach(() => {
  delete shared.counterfoilDashboard
})

/** What each route answers, as it is served, to a request with nothing in it. */
async function answersOf(publicOrigin: string): Promise<Map<string, Response>> {
  await using dashboard = await openDashboard({ publicOrigin })
  shared.counterfoilDashboard = dashboard.runtime
  const answers = new Map<string, Response>()
  for await (const file of glob('**/route.ts', { cwd: APP })) {
    const route = (await import(join(APP, file))) as Readonly<Record<string, unknown>>
    for (const method of ['GET', 'POST']) {
      const handler = route[method]
      if (typeof handler !== 'function') continue
      const path = `/${file.replace(/\/route\.ts$/, '')}`
      answers.set(path, await handler(new Request(`${publicOrigin}${path.replaceAll(/\[[^\]]+\]/g, 'x')}`, { method })))
    }
  }
  expect([...answers.keys()].sort()).toEqual(Object.keys(routePermissions).sort())
  return answers
}

it('keeps browsers on https with the answer of every route, whatever stands before the dashboard', async () => {
  for (const [path, { headers }] of await answersOf('https://pay.example'))
    expect(headers.get('strict-transport-security'), path).toBe('max-age=31536000')
})

it('says nothing of https where people come without', async () => {
  for (const [path, { headers }] of await answersOf('http://localhost:3000'))
    expect(headers.get('strict-transport-security'), path).toBeNull()
})
