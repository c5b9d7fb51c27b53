import type { X509Certificate } from 'node:crypto'
import type { ServiceContext } from '../context.ts'

/** A hub's port, by which its certificate is known. */
export interface HubPort {
  readonly host: string
  readonly port: number
}

/** What of a certificate is noted. */
export type ReportedCertificate = Pick<
  X509Certificate,
  'fingerprint256' | 'subject' | 'issuer' | 'subjectAltName' | 'validFromDate' | 'validToDate'
>

/** Notes which certificate a hub shows on its port; null where it speaks plain HTTP. */
export async function reportCertificate(
  { pool, now }: Pick<ServiceContext, 'pool' | 'now'>,
  { host, port }: HubPort,
  certificate: ReportedCertificate | null,
): Promise<void> {
  if (certificate === null) {
    await pool.query('delete from hub_certificate where host = $1 and port = $2', [host, port])
    return
  }
  const { fingerprint256, subject, issuer, subjectAltName, validFromDate, validToDate } = certificate
  await pool.query(
    `insert into hub_certificate as c (host, port, fingerprint, subject, issuer, names, valid_from, valid_until, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (host, port) do update set fingerprint = excluded.fingerprint, subject = excluded.subject, issuer = excluded.issuer,
       names = excluded.names, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
       since = case when c.fingerprint = excluded.fingerprint then c.since else excluded.since end`,
    [
      host,
      port,
      fingerprint256.replaceAll(':', '').toLowerCase(),
      oneLine(subject),
      oneLine(issuer),
      (subjectAltName ?? '').replaceAll(/\b(DNS|IP Address):/g, ''),
      validFromDate,
      validToDate,
      now(),
    ],
  )
}

/** Node writes each part of a name on a line of its own. */
function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ').replaceAll('\u0000', '')
}
