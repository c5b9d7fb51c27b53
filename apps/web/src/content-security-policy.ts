interface PolicyFacts {
  /** Base64, new for each request. */
  readonly nonce: string
  /** As the browser named us, with or without a port. */
  readonly host: string
  readonly hubPort: number
  readonly development: boolean
}

/**
 * Scripts and style sheets need the request's nonce. Style *attributes* are allowed, because Mantine draws its components with
 * CSS variables in them; they cannot load or run anything. The page may talk to itself and to the hub on the same host.
 */
export function contentSecurityPolicy({ nonce, host, hubPort, development }: PolicyFacts): string {
  const hostname = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(host)?.[1]
  const hub = hostname ? ` ws://${hostname}:${hubPort} wss://${hostname}:${hubPort}` : ''
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The development server writes style elements of its own.
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${hub}${development && hostname ? ` ws://${host}` : ''}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}
