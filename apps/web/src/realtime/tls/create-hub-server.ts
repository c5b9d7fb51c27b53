import { createServer, type Server as HttpServer, type ServerOptions } from 'node:http'
import { createServer as createTlsServer, type Server as HttpsServer } from 'node:https'
import { type CertificateParts, readCertificate, watchCertificate } from './hub-certificate.ts'

export interface HubListener {
  readonly server: HttpServer | HttpsServer
  /** Stops looking after the certificate's files. */
  readonly close: () => void
}

/** The server on the hub's port: with TLS where there is a certificate. Throws a sentence when its files cannot be used. */
export function createHubServer(options: ServerOptions, certificate: CertificateParts | null): HubListener {
  if (certificate === null) return { server: createServer(options), close() {} }
  const given = readCertificate(certificate)
  const server = createTlsServer({ ...options, ...given, handshakeTimeout: 10_000 })
  return { server, ...watchCertificate(certificate, server, given) }
}
