/** Why the agent does not speak to a hub: it cannot prove who it is, or others could read along. */
export type RefusalCause =
  | 'certificate_expired'
  | 'certificate_not_yet_valid'
  | 'certificate_for_other_name'
  | 'certificate_self_signed'
  | 'authority_unknown'
  | 'certificate_not_accepted'
  | 'other_key'
  | 'old_tls'
  | 'no_tls'
  | 'tls_failed'
  | 'plain_http'

/** What an error of a connection says of that; nothing for errors that are no refusal of ours. */
export function refusalCauseOf(error: unknown): RefusalCause | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const code = textOf(error, 'code')
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return 'certificate_expired'
    case 'CERT_NOT_YET_VALID':
      return 'certificate_not_yet_valid'
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'certificate_for_other_name'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return 'certificate_self_signed'
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'authority_unknown'
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_REVOKED':
    case 'CERT_UNTRUSTED':
    case 'CERT_REJECTED':
    case 'INVALID_CA':
    case 'INVALID_PURPOSE':
      return 'certificate_not_accepted'
    case 'ERR_HUB_PIN':
      return 'other_key'
    default:
  }
  const message = textOf(error, 'message')
  if (/alert protocol version|unsupported protocol/i.test(message)) return 'old_tls'
  if (/wrong version number|packet length too long/i.test(message)) return 'no_tls'
  return /^ERR_SSL_/.test(code) || code === 'EPROTO' ? 'tls_failed' : undefined
}

export function textOf(holder: object, key: string): string {
  const value: unknown = Reflect.get(holder, key)
  return typeof value === 'string' ? value : ''
}
