interface PolicyFacts {
  /** Base64, new for each request. */
  readonly nonce: string
  /** As the browser named us, with or without a port. */
  readonly host: string
  readonly hubPort: number
  /** People come by https, and so do their sockets. */
  readonly secure: boolean
  readonly development: boolean
  /** The phone's page of inspections keeps itself for where there is no network. */
  readonly worker?: boolean
}

/** Where browsers say what a policy refused. `report-uri`, because `report-to` waits a minute and wants a secure origin. */
export const reportPath = '/api/csp-report'

/**
 * Scripts and style sheets need the request's nonce. Style *attributes* are allowed, because Mantine draws its components with
 * CSS variables in them; they cannot load or run anything. The page may talk to itself and to the hub on the same host; frames,
 * media and manifests it has none, and a worker only where one page needs it.
 */
export function contentSecurityPolicy({ nonce, host, hubPort, secure, development, worker = false }: PolicyFacts): string {
  const hostname = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.exec(host)?.[1]
  const schemes = secure ? ['wss'] : ['ws', 'wss']
  const hub = hostname ? schemes.map((scheme) => ` ${scheme}://${hostname}:${hubPort}`).join('') : ''
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    // The development server writes style elements of its own.
    development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src 'self'${hub}${development && hostname ? ` ws://${host}` : ''}`,
    `worker-src ${worker ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    `report-uri ${reportPath}`,
  ].join('; ')
}

/** Only reported, because React and Next do not know of it yet; `trustedScripts` lets pass what they need of it. */
export const trustedTypesPolicy = `require-trusted-types-for 'script'; trusted-types default; report-uri ${reportPath}`

/** The one worker there is: `features/inspection-phone/worker-source.ts`. */
export const workerPath = '/inspections/do/worker.js'

/**
 * Runs before everything else on a page: Next's loader hands the addresses of its own files to the browser as plain text, and
 * those alone become trusted, and the worker. What is left is reported.
 */
export const trustedScripts = `try{window.trustedTypes&&trustedTypes.createPolicy('default',{createScriptURL:function(u){var a=new URL(u,location.href);return a.origin===location.origin&&(a.pathname.indexOf('/_next/static/')===0||a.pathname==='${workerPath}')?u:null}})}catch(e){}`
