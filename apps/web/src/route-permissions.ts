import type { Permission } from '@counterfoil/services/permissions'

/**
 * Who may ask the routes that are no pages. `open`: anybody, what they need is shown in the request itself (a password, a link's
 * secret) or is no secret. `procedures`: each procedure names its own permission. A download names all that one or another file of it needs.
 */
export const routePermissions = {
  '/api/auth/[...all]': 'open',
  '/api/csp-report': 'open',
  '/api/download': ['audit.read', 'funds.files', 'funds.read'],
  '/api/factor': 'open',
  '/api/factor/passkey-options': 'open',
  '/api/setup': 'open',
  '/api/sso/callback': 'open',
  '/api/sso/start': 'open',
  '/api/trpc/[trpc]': 'procedures',
  '/api/v1/funds/files': ['funds.deliver'],
  '/api/wall/claim': 'open',
  '/api/wall/pairing': 'open',
  '/healthz': 'open',
} as const satisfies Readonly<Record<`/${string}`, 'open' | 'procedures' | readonly Permission[]>>
