import { X509Certificate } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import type { Clock, Timer } from '@counterfoil/services/clock'
import type { Logger } from 'pino'

/** PEM files: the certificate with its chain, and its private key. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

export interface CertificateParts {
  readonly files: CertificateFiles
  readonly readFile: (path: string) => string
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** Told of each certificate from when on the hub shows it. */
  readonly onShown?: (certificate: X509Certificate) => void
}

const LOOK_EVERY_MS = 10_000
const DAY_MS = 86_400_000
const SOON_MS = 14 * DAY_MS

/** Reads certificate and key as they are now; throws one sentence that names the setting and what is wrong with its file. */
export function readCertificate({ files, readFile }: Pick<CertificateParts, 'files' | 'readFile'>): SecureContextOptions {
  const cert = read('TLS_CERT', files.cert, readFile)
  const key = read('TLS_KEY', files.key, readFile)
  try {
    new X509Certificate(cert)
  } catch {
    throw new Error(
      `TLS_CERT: ${files.cert} holds no certificate; it must be a PEM file that begins with -----BEGIN CERTIFICATE-----`,
    )
  }
  // Whatever NODE_OPTIONS says: nothing older than TLS 1.2.
  const options: SecureContextOptions = { cert, key, minVersion: 'TLSv1.2' }
  try {
    createSecureContext(options)
  } catch (error) {
    const mismatch = error instanceof Error && /key values mismatch/.test(error.message)
    throw new Error(
      mismatch
        ? `TLS_KEY: ${files.key} is not the key of the certificate in ${files.cert}; give the pair that belongs together`
        : `TLS_KEY: ${files.key} holds no private key that can be used; it must be a PEM file without a password`,
    )
  }
  return options
}

/** Gives the server a new certificate when its files change; while they are broken it keeps the one before, and says so once. */
export function watchCertificate(
  parts: CertificateParts,
  server: { setSecureContext(options: SecureContextOptions): void },
  given: SecureContextOptions,
): { readonly close: () => void } {
  const { clock, log } = parts
  let current = given
  let trouble = ''
  let timer: Timer
  tellValidity(parts, given)

  function look(): void {
    try {
      const found = readCertificate(parts)
      if (trouble !== '') log.info('the TLS files are in order again')
      trouble = ''
      if (found.cert !== current.cert || found.key !== current.key) {
        server.setSecureContext(found)
        current = found
        log.info('the hub uses the new certificate from now on')
        tellValidity(parts, found)
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== trouble) log.warn({ why }, 'the new TLS files cannot be used: the hub goes on with the certificate it has')
      trouble = why
    }
    timer = clock.startTimer(LOOK_EVERY_MS, look)
  }
  timer = clock.startTimer(LOOK_EVERY_MS, look)
  return { close: () => timer.cancel() }
}

function tellValidity({ clock, log, files, onShown }: CertificateParts, { cert }: SecureContextOptions): void {
  const certificate = new X509Certificate(String(cert))
  onShown?.(certificate)
  const { subjectAltName, validToDate } = certificate
  const facts = { names: subjectAltName ?? '', validUntil: validToDate.toISOString() }
  const leftMs = validToDate.getTime() - clock.nowMs()
  if (leftMs <= 0) log.warn(facts, `the certificate in ${files.cert} has expired: agents refuse it; put a new one in its place`)
  else if (leftMs < SOON_MS) log.warn(facts, `the certificate in ${files.cert} ends in ${Math.ceil(leftMs / DAY_MS)} days`)
  else log.info(facts, 'the hub speaks TLS')
}

function read(name: string, path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path)
  } catch (error) {
    throw new Error(`${name}: ${path} cannot be read (${error instanceof Error ? error.message : String(error)})`)
  }
}
