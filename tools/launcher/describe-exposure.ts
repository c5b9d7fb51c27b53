import type { LaunchOptions } from './options.ts'

/** What somebody should know who lets other machines reach what listens here: neither the dashboard nor, without a certificate, the hub speaks TLS. */
export function describeExposure({
  host,
  publicOrigin,
  hubCertificate,
}: Pick<LaunchOptions, 'host' | 'publicOrigin' | 'hubCertificate'>): string | null {
  if (/^(127\.|::1$|localhost$)/.test(host)) return null
  const listening = hubCertificate === undefined ? 'dashboard and hub listen' : 'the dashboard listens'
  if (publicOrigin.startsWith('https:'))
    return `COUNTERFOIL_HOST is ${host}: ${listening} there in clear. Let nobody but the proxy of ${publicOrigin} reach them.`
  return [
    `NOT SAFE: COUNTERFOIL_HOST is ${host}, so ${listening} to other machines by plain HTTP.`,
    'Anybody on the way can read passwords, codes and what the pages show, and agents on other machines refuse such a hub.',
    'Put a proxy with a certificate before both and set PUBLIC_ORIGIN to its https:// address: docs/guide/network.md.',
  ].join('\n  ')
}
