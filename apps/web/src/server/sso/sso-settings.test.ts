import { describe, expect, it } from 'vitest'
import { readSsoSettings } from './sso-settings.ts'

const given = {
  OIDC_ISSUER: 'https://id.chain.example/realms/stores',
  OIDC_CLIENT_ID: 'counterfoil',
  OIDC_CLIENT_SECRET: 's3cret',
}

describe('settings of single sign-on', () => {
  it('are off while none is there', () => {
    expect(readSsoSettings({})).toEqual({ settings: null, problems: [] })
    expect(readSsoSettings({ OIDC_NAME: 'Chain' })).toEqual({ settings: null, problems: [] })
  })

  it('take "mfa" of RFC 8176 for two factors unless told otherwise', () => {
    expect(readSsoSettings(given).settings).toMatchObject({ name: 'id.chain.example', mfa: { amr: ['mfa'], acr: [] } })
    const told = readSsoSettings({ ...given, OIDC_NAME: 'Chain', OIDC_MFA_ACR: 'urn:a, urn:b' }).settings
    expect(told).toMatchObject({ name: 'Chain', mfa: { amr: [], acr: ['urn:a', 'urn:b'] } })
  })

  it.each([
    ['plain HTTP elsewhere', { OIDC_ISSUER: 'http://id.chain.example' }, 'OIDC_ISSUER'],
    ['no address', { OIDC_ISSUER: 'id.chain.example' }, 'OIDC_ISSUER'],
    ['no client', { OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID'],
    ['no secret', { OIDC_CLIENT_SECRET: undefined }, 'OIDC_CLIENT_SECRET'],
    ['nothing that stands for two factors', { OIDC_MFA_AMR: '' }, 'OIDC_MFA_AMR'],
  ])('are refused with %s', (_what, more, named) => {
    const { settings, problems } = readSsoSettings({ ...given, ...more })
    expect([settings, problems]).toEqual([null, [expect.stringContaining(named)]])
  })

  it('take a provider on this machine by plain HTTP', () => {
    expect(readSsoSettings({ ...given, OIDC_ISSUER: 'http://127.0.0.1:9000' }).problems).toEqual([])
  })
})
