import { hkdfSync } from 'node:crypto'
import { makeKeyCurrent, type RegisterContext, whileNoOtherRegisters } from './make-key-current.ts'
import { KEY_ID_BYTES } from './raw-keys.ts'

/** Notes since when the dashboard's secret is in use, under a name that tells nothing of it. */
export async function registerDashboardSecret(ctx: RegisterContext, secret: string): Promise<void> {
  const id = Buffer.from(hkdfSync('sha256', secret, '', 'counterfoil dashboard secret name v1', KEY_ID_BYTES)).toString('hex')
  await whileNoOtherRegisters(ctx, (client) => makeKeyCurrent(ctx, client, { kind: 'dashboard', id, publicKey: null }))
}
