import type { FactorKit } from '@counterfoil/services/sign-in'
import type { Env } from '../../env.ts'
import { isLoopback, ownOrigins } from '../own-origins.ts'

export const PRODUCT = 'Counterfoil'

/** The site passkeys are made for. Browsers make none for a number; on this machine the name stands for it. */
export function passkeySite(settings: Pick<Env, 'publicOrigin'>): FactorKit['site'] {
  const { hostname } = new URL(settings.publicOrigin)
  return { id: isLoopback(hostname) ? 'localhost' : hostname, name: PRODUCT, origins: ownOrigins(settings) }
}
