import { createHash, X509Certificate } from 'node:crypto'
import { type Agent, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { checkServerIdentity, createSecureContext, getCACertificates, type PeerCertificate } from 'node:tls'
import { isLoopback } from './plain-http.ts'

/** How connections to the hub are made: whom to trust, and by way of whom. */
export interface TransportSettings {
  /** PEM text of the chain's own certificate authorities, trusted besides those this machine trusts. */
  readonly ca?: string
  /** `sha256/` and the base64 SHA-256 of the public key (SPKI) that the hub's certificate must have. */
  readonly pin?: string
  readonly proxy?: ProxySettings
}

export interface ProxySettings {
  /** e.g. `http://proxy.shop:3128`; may hold a name and password. */
  readonly url: string
  /** Hosts that are asked directly, as in `NO_PROXY`. */
  readonly except?: string
}

export interface HubTransport {
  /** Of `proxy`, without its password. */
  readonly proxyHost?: string
  /** For `node:http`, `node:https` and `ws`; connections are kept and used again. */
  agentFor(url: URL): Agent
}

/** The certificate is in order, but its key is not the pinned one. */
export class PinError extends Error {
  override readonly name = 'PinError'
  readonly code = 'ERR_HUB_PIN'
}

/** Opens connections to the hub with TLS 1.2 or newer and a checked certificate; the only place that knows how. */
export function createHubTransport(settings: TransportSettings = {}): HubTransport {
  const { ca, pin, proxy } = settings
  const tls = {
    keepAlive: true,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    // A resumed session would not be checked again.
    maxCachedSessions: 0,
    secureContext: createSecureContext({
      minVersion: 'TLSv1.2',
      ...(ca !== undefined && { ca: [...getCACertificates('default'), ca] }),
    }),
    checkServerIdentity: (host: string, certificate: PeerCertificate) =>
      checkServerIdentity(host, certificate) ?? (pin === undefined ? undefined : checkPin(pin, certificate)),
  }
  const plain = new HttpAgent({ keepAlive: true })
  const direct = new HttpsAgent(tls)
  const through =
    proxy === undefined
      ? direct
      : new HttpsAgent({
          ...tls,
          proxyEnv: { HTTPS_PROXY: proxy.url, ...(proxy.except !== undefined && { NO_PROXY: proxy.except }) },
        })
  return {
    ...(proxy !== undefined && { proxyHost: new URL(proxy.url).host }),
    agentFor({ protocol, hostname }) {
      if (protocol !== 'https:') return plain
      // A proxy would look for the hub on its own machine.
      return isLoopback(hostname) ? direct : through
    },
  }
}

function checkPin(pin: string, { raw }: PeerCertificate): PinError | undefined {
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' })
  const shown = `sha256/${createHash('sha256').update(key).digest('base64')}`
  return shown === pin ? undefined : new PinError(`its key is ${shown}, not the one that hub.pin names`)
}
