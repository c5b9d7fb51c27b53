import { describe, expect, it } from 'vitest'
import { readHubEnv } from './env.ts'

const DATABASE_URL = 'postgresql://x@localhost/x'
const HUB_KEY = 'A'.repeat(43)

const broken = [
  'redis://:s3cret@127.0.0.1:99999',
  'redis://127.0.0.1:6379/abc',
  'redis://u:p%ZZ@127.0.0.1:6379',
  'http://127.0.0.1',
]

describe('hub settings', () => {
  it('have defaults but for the database', () => {
    expect(readHubEnv({ DATABASE_URL, HUB_KEY })).toMatchObject({
      port: 4000,
      host: '0.0.0.0',
      dashboardOrigins: ['http://localhost:3000'],
      fundsFolder: null,
      logLevel: 'info',
      redisUrl: null,
      tls: null,
      hubKey: { text: HUB_KEY },
    })
  })

  it('take several origins', () => {
    const env = readHubEnv({ DATABASE_URL, HUB_KEY, DASHBOARD_ORIGIN: 'https://pay.example.com, http://127.0.0.1:3000' })
    expect(env.dashboardOrigins).toEqual(['https://pay.example.com', 'http://127.0.0.1:3000'])
  })

  it('may name a Redis', () => {
    expect(readHubEnv({ DATABASE_URL, HUB_KEY, REDIS_URL: 'rediss://u:p@redis.example:6380/0' }).redisUrl).toBe(
      'rediss://u:p@redis.example:6380/0',
    )
  })

  it('may name the files of a certificate, both or none', () => {
    expect(readHubEnv({ DATABASE_URL, HUB_KEY, TLS_CERT: 'c.pem', TLS_KEY: 'k.pem' }).tls).toEqual({
      cert: 'c.pem',
      key: 'k.pem',
    })
  })

  it('may name the file of its key instead of the key', () => {
    expect(readHubEnv({ DATABASE_URL, HUB_KEY_FILE: '/run/hub-key' }).hubKey).toEqual({ file: '/run/hub-key' })
  })

  it.each([
    [{ DATABASE_URL }, /HUB_KEY: give either it or HUB_KEY_FILE/],
    [{ DATABASE_URL, HUB_KEY, HUB_KEY_FILE: '/run/hub-key' }, /HUB_KEY: give either it or HUB_KEY_FILE/],
    [{}, /DATABASE_URL/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: must begin with postgresql/],
    [{ DATABASE_URL, HUB_PORT: '99999' }, /HUB_PORT/],
    [{ DATABASE_URL, HUB_KEY, DASHBOARD_ORIGIN: 'pay.example.com' }, /"pay.example.com" is no origin/],
    [{ DATABASE_URL, HUB_KEY, DASHBOARD_ORIGIN: 'https://pay.example.com/' }, /is no origin/],
    [{ DATABASE_URL, TLS_CERT: 'c.pem' }, /TLS_KEY: is missing, but TLS_CERT is set; give the files of both, or neither/],
    [{ DATABASE_URL, TLS_KEY: 'k.pem' }, /TLS_CERT: is missing/],
    [{ DATABASE_URL, LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    [{ DATABASE_URL, REDIS_URL: '10.0.0.5:6379' }, /REDIS_URL: must begin with redis:\/\/ or rediss:\/\//],
  ])('%o is refused by name', (source, message) => {
    expect(() => readHubEnv(source)).toThrow(message)
  })

  it.each(broken)('takes no %s for a Redis, and does not repeat its password', (REDIS_URL) => {
    const read = () => readHubEnv({ DATABASE_URL: 'postgresql://127.0.0.1/x', REDIS_URL })
    expect(read).toThrow(/REDIS_URL: must begin with redis/)
    expect(read).not.toThrow(/s3cret/)
  })
})
