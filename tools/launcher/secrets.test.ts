import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dashboardSecrets, hubSecret, withoutSecrets } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'counterfoil-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const KEY = 'A'.repeat(43)

describe('secrets of the first start', () => {
  it('are made once, each for one process, for nobody but the owner to read', () => {
    const [dashboard, hub] = [dashboardSecrets(folder, {}, null), hubSecret(folder, {}, null)]
    expect(dashboardSecrets(folder, {}, null)).toEqual(dashboard)
    expect(dashboard.AUTH_SECRET).toMatch(/^[\w-]{43}$/)
    expect(hub).toEqual({ HUB_KEY_FILE: join(folder, 'hub-key') })
    const made = readFileSync(join(folder, 'hub-key'), 'utf8')
    expect(made).toMatch(/^[\w-]{43}\n$/)
    hubSecret(folder, {}, null)
    expect(readFileSync(join(folder, 'hub-key'), 'utf8')).toBe(made)
    expect(made.trim()).not.toBe(dashboard.AUTH_SECRET)
    for (const file of ['hub-key', 'auth-secret']) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
  })

  it('that others could read are closed to them', () => {
    writeFileSync(join(folder, 'hub-key'), KEY)
    chmodSync(join(folder, 'hub-key'), 0o644)
    hubSecret(folder, {}, null)
    expect(statSync(join(folder, 'hub-key')).mode & 0o777).toBe(0o600)
  })

  it('are not made where they are given', () => {
    expect(hubSecret(folder, { HUB_KEY: KEY }, null)).toEqual({ HUB_KEY: KEY })
    expect(hubSecret(folder, { HUB_KEY_FILE: '/run/hub-key' }, null)).toEqual({ HUB_KEY_FILE: '/run/hub-key' })
    const given = { AUTH_SECRET: 'x', OIDC_CLIENT_SECRET: 'y' }
    expect(dashboardSecrets(folder, { ...given, HUB_KEY: KEY }, null)).toEqual(given)
    for (const file of ['hub-key', 'auth-secret']) expect(() => statSync(join(folder, file))).toThrow('ENOENT')
  })

  it('that are damaged are not made anew: what they opened would be lost', () => {
    writeFileSync(join(folder, 'hub-key'), 'half')
    writeFileSync(join(folder, 'auth-secret'), 'half')
    expect(() => hubSecret(folder, {}, null)).toThrow(/hub-key is damaged; put its backup back\. Key 1 is not 32 bytes/)
    expect(() => dashboardSecrets(folder, {}, null)).toThrow('auth-secret is damaged; put its backup back')
  })

  it('that are gone, and that the database knows, are not made anew but asked for by name', () => {
    const say = (name: string) =>
      new RegExp(`/${name} is missing, and the database knows the key 0123abcd .+ backup back\\. .+ keys replace ${name} `)
    expect(() => hubSecret(folder, {}, '0123abcd')).toThrow(say('hub-key'))
    expect(() => dashboardSecrets(folder, {}, '0123abcd')).toThrow(say('auth-secret'))
    for (const file of ['hub-key', 'auth-secret']) expect(() => statSync(join(folder, file))).toThrow('ENOENT')
    writeFileSync(join(folder, 'hub-key'), KEY)
    expect(hubSecret(folder, {}, '0123abcd')).toEqual({ HUB_KEY_FILE: join(folder, 'hub-key') })
  })

  it('are not passed on to other processes', () => {
    expect(
      withoutSecrets({
        PATH: '/bin',
        AUTH_SECRET: 'x',
        OIDC_CLIENT_SECRET: 'y',
        METRICS_TOKEN: 'z',
        ALERT_WEBHOOK_SECRET: 'w',
        ALERT_SMTP_URL: 'smtps://u:p@mail',
        ALERT_CHATS: 'slack=https://s',
        HUB_KEY: KEY,
        HUB_KEY_FILE: 'f',
      }),
    ).toEqual({
      PATH: '/bin',
    })
  })
})
