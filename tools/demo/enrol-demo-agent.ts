import { enrol, type Identity } from '@counterfoil/agent'
import type { EnrolRequest } from '@counterfoil/protocol'
import type { ServiceContext } from '@counterfoil/services'
import { createJoinCode, enrolAgent } from '@counterfoil/services/agents'

/** Enrols a demo store's agent as a technician would: a join code, a key made on "its PC", the hub's own answer. */
export async function enrolDemoAgent(
  ctx: ServiceContext,
  { storeId, dataDir }: { storeId: number; dataDir: string },
): Promise<Identity> {
  const { code } = await createJoinCode(ctx, storeId)
  const result = await enrol({
    hubUrls: ['http://127.0.0.1'],
    code,
    name: 'back office',
    dataDir,
    host: { hostname: 'demo', platform: 'demo', version: '0.1.0' },
    afterEpoch: 0,
    again: false,
    postJson: (_url, body) => enrolAgent(ctx, body as EnrolRequest),
  })
  if (!result.enrolled) throw new Error(`the demo agent could not be enrolled: ${result.message}`)
  return result.identity
}
