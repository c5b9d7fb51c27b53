import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

const read = (env: Record<string, string>, args: string[] = []) => readOptions(args, env, '/clone', false)

describe('the launcher’s settings', () => {
  it('listen on this machine only unless told otherwise', () => {
    expect(read({})).toMatchObject({ host: '127.0.0.1', ownAddress: '127.0.0.1', webPort: 3000, hubPort: 4000, demo: true })
    expect(read({}, ['--no-demo'])).toMatchObject({ demo: false })
  })

  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '[::1]'],
    ['192.0.2.7', '192.0.2.7'],
    ['fd00::7', '[fd00::7]'],
  ])('what listens on %s is reached at %s', (host, ownAddress) => {
    expect(read({ COUNTERFOIL_HOST: host })).toMatchObject({ host, ownAddress })
  })

  it('take a certificate for the hub only where no demo speaks to it', () => {
    const env = { TLS_CERT: 'tls/cert.pem', TLS_KEY: 'tls/key.pem' }
    expect(() => read(env)).toThrow(/start with -- --no-demo, or without TLS_CERT/)
    expect(read(env, ['--no-demo'])).toMatchObject({ hubCertificate: '/clone/tls/cert.pem' })
  })

  it.each([
    [{ WEB_PORT: 'x' }, 'WEB_PORT must be a whole number from 1 to 65535, not "x".'],
    [{ WEB_PORT: '4000' }, 'WEB_PORT and HUB_PORT are both 4000'],
    [{ DEMO_DAYS: '61' }, 'DEMO_DAYS'],
  ])('%j is refused by name', (env, message) => {
    expect(() => read(env)).toThrow(message)
  })
})
