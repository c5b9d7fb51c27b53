import type { X509Certificate } from 'node:crypto'
import { type HubPort, reportCertificate } from '@counterfoil/services/keys'
import type { HubParts } from '../hub-parts.ts'
import { keepTrying, type Trying } from '../keep-trying.ts'

export interface CertificateReports {
  /** This is what the hub shows from now on; null for plain HTTP. */
  shown(certificate: X509Certificate | null): void
  close(): Promise<void>
}

/** Tells the key inventory which certificate this hub shows, as soon as the database answers. */
export function createCertificateReports(
  { pool, clock, log }: Pick<HubParts, 'pool' | 'clock' | 'log'>,
  port: HubPort,
): CertificateReports {
  const ctx = { pool, now: () => new Date(clock.nowMs()) }
  let trying: Trying | null = null
  return {
    shown(certificate) {
      // The newer one comes after the older one has been given up.
      const given = trying?.close()
      trying = keepTrying(
        async () => {
          await given
          await reportCertificate(ctx, port, certificate)
        },
        {
          clock,
          everyMs: 5_000,
          onFailure: (error) => log.debug({ err: error }, 'the hub’s certificate was not written down; it is tried again'),
        },
      )
    },
    async close() {
      await trying?.close()
    },
  }
}
