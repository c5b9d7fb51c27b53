import type { TestBrowser } from '../../../../apps/web/tests/support/open-dashboard.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import { expectOk } from '../support/somebody.ts'

/** Tokens and screens, one of each. */
export interface ThingsBed extends LogScene {
  token?: { readonly id: string; readonly token: string }
  screen?: { readonly id: string; readonly browser: TestBrowser }
}

const chain = { kind: 'chain' } as const
const byAdmin = ({ admin }: LogScene, type: string, id: string | undefined) => ({
  actor: { type: 'user', id: admin.id },
  target: { type, id: id ?? '' },
})
const refused = { target: { type: 'procedure', id: 'people.list' }, outcome: 'refused' } as const

export const thingScenes: readonly Scene<ThingsBed>[] = [
  {
    action: 'token.created',
    by: 'the page of tokens',
    async act(bed) {
      bed.token = await bed.admin.ask<{ id: string; token: string }>('tokens.create', { name: 'ERP', reach: chain, days: 1 })
      return byAdmin(bed, 'token', bed.token.id)
    },
  },
  {
    action: 'access.refused',
    by: 'a token that asks about people',
    async act({ dashboard, token }) {
      await askByToken(dashboard.openBrowser(), token?.token)
      return { actor: { type: 'token', id: token?.id ?? '' }, ...refused }
    },
  },
  {
    action: 'token.revoked',
    by: 'the page of tokens',
    async act(bed) {
      await bed.admin.ask('tokens.revoke', { id: bed.token?.id })
      return byAdmin(bed, 'token', bed.token?.id)
    },
  },
  {
    action: 'token.refused',
    by: 'a program with a token that was revoked',
    async act({ dashboard, token }) {
      await askByToken(dashboard.openBrowser(), token?.token)
      return {
        actor: { type: 'system' },
        target: { type: 'token', id: token?.id ?? '' },
        outcome: 'refused',
        reason: 'token_revoked',
      }
    },
  },
  {
    action: 'screen.paired',
    by: 'a person who types the code on the screen',
    async act(bed) {
      const browser = bed.dashboard.openBrowser()
      const { code } = (await browser.post('/api/wall/pairing', {})).body
      const { id } = await bed.admin.ask<{ id: string }>('screens.pair', { code, name: 'OPS-02', reach: chain })
      bed.screen = { id, browser }
      return byAdmin(bed, 'screen', id)
    },
  },
  {
    action: 'screen.claimed',
    by: 'the screen that was let in',
    async act({ screen }) {
      expectOk((await screen?.browser.post('/api/wall/claim', {})) ?? { status: 0, body: null, setCookies: [] }, 'the claim')
      return { actor: { type: 'system' }, target: { type: 'screen', id: screen?.id ?? '' } }
    },
  },
  {
    action: 'access.refused',
    by: 'a screen that asks about people',
    async act({ screen }) {
      await screen?.browser.ask('people.list', {})
      return { actor: { type: 'screen', id: screen?.id ?? '' }, ...refused }
    },
  },
  {
    action: 'screen.revoked',
    by: 'the page of screens',
    async act(bed) {
      await bed.admin.ask('screens.revoke', { id: bed.screen?.id })
      return byAdmin(bed, 'screen', bed.screen?.id)
    },
  },
]

function askByToken(browser: TestBrowser, token: string | undefined) {
  return browser.post('/api/trpc/people.list', { json: {} }, { authorization: `Bearer ${token}` })
}
