import { isIP } from 'node:net'
import { type RefusalCause, refusalCauseOf, textOf } from './refusal-cause.ts'

/**
 * What kept TLS, or the proxy before it, from coming about: a phrase after the hub's address; nothing for other errors.
 * Either concerns the whole address, by WebSocket and by POST.
 */
export function explainSecureError(error: unknown, proxyHost?: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const cause = refusalCauseOf(error)
  if (cause !== undefined) return explainRefusal(cause, error)
  if (textOf(error, 'code') === 'ERR_PROXY_TUNNEL') return proxyRefusal(textOf(error, 'message'), proxyHost)
  return proxyHost !== undefined && concernsProxy(error, proxyHost)
    ? `the proxy ${proxyHost} cannot be reached (${textOf(error, 'code')}): check hub.proxy or HTTPS_PROXY`
    : undefined
}

function explainRefusal(cause: RefusalCause, error: object): string {
  const message = textOf(error, 'message')
  switch (cause) {
    case 'certificate_expired':
      return 'its certificate has expired: whoever runs the hub must renew it (if not, this machine’s clock is wrong)'
    case 'certificate_not_yet_valid':
      return 'its certificate is not valid yet: check this machine’s clock'
    case 'certificate_for_other_name':
      return wrongName(error)
    case 'certificate_self_signed':
      return 'its certificate is self-signed, so anybody may have made it: if it is the chain’s own, put a copy beside the config and name it as hub.caFile'
    case 'authority_unknown':
      return 'its certificate is from an authority this machine does not know: name the chain’s own authority as hub.caFile (or NODE_EXTRA_CA_CERTS); if there is none, something on the way reads along'
    case 'certificate_not_accepted':
      return `its certificate is not accepted (${message})`
    case 'other_key':
      return `${message}: if the hub has a new key, put the new pin into the config; if not, somebody stands in between`
    case 'old_tls':
      return 'it speaks only TLS 1.1 or older, which is not safe any more: it must be set to TLS 1.2 or newer'
    case 'no_tls':
      return 'it answers without TLS: plain HTTP is spoken on that port; give the hub a certificate (TLS_CERT and TLS_KEY) or the port of the proxy that has one'
    case 'tls_failed':
    case 'plain_http':
      return `no safe connection comes about (TLS: ${reasonIn(message)})`
  }
}

function wrongName(error: object): string {
  const certificate = 'cert' in error && typeof error.cert === 'object' ? error.cert : null
  const names = certificate === null ? '' : textOf(certificate, 'subjectaltname').replaceAll(/DNS:|IP Address:/g, '')
  return `its certificate is for another name (${names || 'it names none'}): use that name in the address, or give the hub a certificate for this one`
}

function proxyRefusal(message: string, proxyHost = ''): string {
  const status = /HTTP\/1\.\d (\d{3})/.exec(message)?.[1]
  if (status === '407') return `the proxy ${proxyHost} wants a sign-in: write hub.proxy as http://NAME:PASSWORD@${proxyHost}`
  return `the proxy ${proxyHost} lets nothing through to it${status === undefined ? '' : ` (status ${status})`}: ask who runs it to allow CONNECT to this address`
}

/** Node names whom it could not reach; names and ports tell, since an address may be the proxy's by DNS. */
function concernsProxy(error: object, proxyHost: string): boolean {
  const [first] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [error]
  const { hostname, port } = new URL(`http://${proxyHost}`)
  if (typeof first !== 'object' || first === null) return false
  if ('hostname' in first) return first.hostname === hostname
  if (!('port' in first) || Number(first.port) !== Number(port || 80)) return false
  return isIP(hostname) === 0 || ('address' in first && first.address === hostname)
}

function reasonIn(message: string): string {
  return /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message
}
