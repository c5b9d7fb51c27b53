import { describe, expect, it } from 'vitest'
import { describeExposure } from './describe-exposure.ts'

const plain = { publicOrigin: 'http://localhost:3000', hubCertificate: undefined }

describe('what other machines can reach', () => {
  it.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('is nothing on %s', (host) => {
    expect(describeExposure({ ...plain, host })).toBeNull()
  })

  it.each(['0.0.0.0', '::', '192.0.2.7', 'pay.chain.example'])('is not safe on %s without TLS, and is said so', (host) => {
    const said = describeExposure({ ...plain, host })
    expect(said).toMatch(/^NOT SAFE: COUNTERFOIL_HOST is .+ dashboard and hub listen to other machines by plain HTTP/)
    expect(said).toContain('PUBLIC_ORIGIN')
    expect(said).toContain('docs/guide/network.md')
  })

  it('names the dashboard alone where the hub has a certificate', () => {
    expect(describeExposure({ ...plain, host: '0.0.0.0', hubCertificate: '/tls/cert.pem' })).toContain('the dashboard listens to')
  })

  it('is for the proxy alone behind one', () => {
    const said = describeExposure({ ...plain, host: '0.0.0.0', publicOrigin: 'https://pay.chain.example' })
    expect(said).toMatch(/in clear\. Let nobody but the proxy of https:\/\/pay\.chain\.example reach them\.$/)
    expect(said).not.toContain('NOT SAFE')
  })
})
