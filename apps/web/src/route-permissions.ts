import type { Permission } from '@counterfoil/services/permissions'

/**
 * Who may ask the routes that are no pages. `open`: anybody, what they need is shown in the request itself (a password, a link's
 * secret) or is no secret. `procedures`: each procedure, and each kind of file that is downloaded, names its own permission.
 * `metrics token`: whoever shows METRICS_TOKEN, nobody while it is not set.
 */
export const routePermissions = {
  '/api/auth/[...all]': 'open',
  '/api/csp-report': 'open',
  '/api/download': 'procedures',
  '/api/factor': 'open',
  '/api/factor/passkey-options': 'open',
  '/api/setup': 'open',
  '/api/sso/callback': 'open',
  '/api/sso/start': 'open',
  '/api/trpc/[trpc]': 'procedures',
  '/api/v1/devices': ['devices.read', 'devices.deliver'],
  '/api/v1/devices/[id]': ['devices.read', 'devices.deliver'],
  '/api/v1/devices/documents': ['devices.hold'],
  '/api/v1/funds/files': ['funds.deliver'],
  '/api/v1/inspections/photos': ['inspections.do'],
  '/api/v1/openapi.json': 'open',
  '/api/wall/claim': 'open',
  '/api/wall/pairing': 'open',
  '/healthz': 'open',
  '/inspections/do/worker.js': 'open',
  '/metrics': 'metrics token',
  '/readyz': 'open',
} as const satisfies Readonly<Record<`/${string}`, 'open' | 'procedures' | 'metrics token' | readonly Permission[]>>
