/** True for an address only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Why this address is not spoken to; nothing where TLS protects what is said, or where it stays on this machine. */
export function refusePlainHttp(address: string): string | undefined {
  const { protocol, hostname, host } = new URL(address)
  if (protocol !== 'http:' || isLoopback(hostname)) return undefined
  return `${address} is plain HTTP, which anybody on the way can read and change; the agent speaks it to a hub on this machine only: write https://${host}`
}
