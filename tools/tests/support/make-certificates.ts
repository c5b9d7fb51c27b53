import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestCertificate {
  readonly certFile: string
  readonly keyFile: string
  /** PEM texts. */
  readonly cert: string
  readonly key: string
  /** As `hub.pin` takes it. */
  readonly pin: string
}

export interface TestAuthority {
  readonly folder: string
  readonly caFile: string
  readonly ca: string
  /** A certificate for these names, such as `IP:127.0.0.1`; `days` may be negative. */
  issue(name: string, altNames: string, days?: number): TestCertificate
  /** One that vouches for itself. */
  selfSigned(name: string, altNames: string): TestCertificate
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** A certificate authority in a folder of its own, made by the `openssl` program: Node makes no certificates. */
export function createAuthority(): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'certificates-'))
  const at = (file: string) => join(folder, file)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const read = (name: string): TestCertificate => {
    const [certFile, keyFile] = [at(`${name}.pem`), at(`${name}.key`)]
    const cert = readFileSync(certFile, 'utf8')
    const key = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })
    const pin = `sha256/${createHash('sha256').update(key).digest('base64')}`
    return { certFile, keyFile, cert, key: readFileSync(keyFile, 'utf8'), pin }
  }
  const selfSign = (name: string, ...more: string[]) =>
    openssl(
      'req',
      '-x509',
      ...NEW_KEY,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '9',
      ...more,
    )
  selfSign('ca')
  return {
    folder,
    caFile: at('ca.pem'),
    ca: readFileSync(at('ca.pem'), 'utf8'),
    issue(name, altNames, days = 9) {
      openssl('req', ...NEW_KEY, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
      writeFileSync(at(`${name}.ext`), `subjectAltName=${altNames}\n`)
      const made = ['-in', `${name}.csr`, '-out', `${name}.pem`, '-extfile', `${name}.ext`, '-days', String(days)]
      openssl('x509', '-req', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', ...made)
      return read(name)
    },
    selfSigned(name, altNames) {
      selfSign(name, '-addext', `subjectAltName=${altNames}`)
      return read(name)
    },
  }
}
