import { describe, expect, it } from 'vitest'
import { readEnv } from './env.ts'

const least = { DATABASE_URL: 'postgresql://u@h/d', AUTH_SECRET: 'x'.repeat(32) }

describe('settings', () => {
  it('fills in what has a default', () => {
    expect(readEnv(least)).toMatchObject({
      webPort: 3000,
      hubPort: 4000,
      publicOrigin: 'http://localhost:3000',
      nodeEnv: 'production',
    })
    expect(readEnv({ ...least, WEB_PORT: '8080', HUB_PORT: '' })).toMatchObject({
      publicOrigin: 'http://localhost:8080',
      hubPort: 4000,
    })
  })
  it('has browsers find the hub where a proxy shows it', () => {
    expect(readEnv({ ...least, HUB_PORT: '4001', PUBLIC_HUB_PORT: '443' }).hubPort).toBe(443)
    expect(readEnv({ ...least, HUB_PORT: '4001' }).hubPort).toBe(4001)
  })
  it('keeps only the origin of an address', () => {
    expect(readEnv({ ...least, PUBLIC_ORIGIN: 'https://pay.chain.example/x' }).publicOrigin).toBe('https://pay.chain.example')
  })
  it('names every variable at fault', () => {
    expect(() => readEnv({ WEB_PORT: '99999', AUTH_SECRET: 'short', PUBLIC_ORIGIN: 'ftp://x' })).toThrow(
      /DATABASE_URL[\s\S]*WEB_PORT[\s\S]*PUBLIC_ORIGIN[\s\S]*AUTH_SECRET/,
    )
  })
})
