import type { SsoSettings } from './sso-settings.ts'

export type OpenIdClient = typeof import('openid-client')
export type Configuration = import('openid-client').Configuration

export interface Provider {
  readonly client: OpenIdClient
  readonly configuration: Configuration
}

/** How long a provider's metadata is believed before it is read again. */
const KEPT_MS = 60 * 60_000

/**
 * Finds the provider's endpoints and keys when somebody first signs in, not at the start: a provider that is away must not keep the
 * dashboard from starting. A failure is not kept.
 */
export function createProvider(settings: SsoSettings, nowMs: () => number): () => Promise<Provider> {
  let held: { readonly provider: Promise<Provider>; readonly untilMs: number } | null = null
  return () => {
    if (held !== null && nowMs() < held.untilMs) return held.provider
    const provider = discover(settings)
    held = { provider, untilMs: nowMs() + KEPT_MS }
    provider.catch(() => {
      if (held?.provider === provider) held = null
    })
    return provider
  }
}

async function discover({ issuer, clientId, clientSecret }: SsoSettings): Promise<Provider> {
  // Loaded late: a dashboard without single sign-on never needs it.
  const client = await import('openid-client')
  const options = {
    timeout: 10,
    execute: [
      // A token that came straight from the provider need not be checked by its signature (OpenID Connect Core 3.1.3.7); here it is.
      client.enableNonRepudiationChecks,
      // A provider on this machine, as in tests; the settings refuse plain HTTP anywhere else.
      ...(issuer.protocol === 'http:' ? [client.allowInsecureRequests] : []),
    ],
  }
  const configuration = await client.discovery(issuer, clientId, clientSecret, client.ClientSecretBasic(clientSecret), options)
  return { client, configuration }
}
