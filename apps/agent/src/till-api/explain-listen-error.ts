import type { TillApiConfig } from '../agent-config.ts'

/** Why the till API cannot listen, and what to do. */
export function explainListenError(
  error: { readonly code?: string | undefined; readonly message: string },
  { host, port }: Pick<TillApiConfig, 'host' | 'port'>,
): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `The till API cannot listen on ${host}:${port}: another program holds the port. Stop it, or set tillApi.port to another.`
    case 'EADDRNOTAVAIL':
      return `The till API cannot listen on ${host}: this machine has no such address. Correct tillApi.host.`
    case 'EACCES':
      return `The till API may not listen on port ${port}: ports below 1024 need special rights. Set tillApi.port to 1024 or above.`
    default:
      return `The till API cannot listen on ${host}:${port}: ${error.message}.`
  }
}
