import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestDatabase } from '@counterfoil/db/testing'
import { checkpointSigner, findLogIdentity } from '@counterfoil/services/audit'
import { openEvidenceFolder } from '@counterfoil/services/evidence'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { freePort } from '../../../../apps/web/tests/hub-process.ts'
import { closeMonth, monthAgo } from '../../../../packages/services/tests/archive-bed.ts'
import { hubContext } from '../../../../packages/services/tests/audit-log-bed.ts'
import { recordIn } from '../../../../packages/services/tests/event-archive-bed.ts'
import { type LogReceiver, receiveHttps } from '../../support/log-receivers.ts'
import { createAuthority } from '../../support/make-certificates.ts'
import { openForeignParties } from './foreign-parties.ts'
import { beginPlainly, type LogScene, openLogScene } from './log-scene.ts'

/** Where copies of the log go, an identity provider's address at which nobody listens yet, and a month that is long over. */
export interface RecordBed extends LogScene {
  readonly providerPort: number
  readonly receiver: LogReceiver
  readonly receiverCa: string
  readonly receiverSecret: string
  /** Its first entries are of this month, under a checkpoint of their own; something of an agent was recorded in it. */
  readonly oldMonth: string
  readonly archiveDir: string
}

export async function openRecordBed(): Promise<RecordBed> {
  const providerPort = await freePort()
  const mfa = { amr: ['mfa'], acr: [] }
  const issuer = new URL(`http://127.0.0.1:${providerPort}`)
  const place = mkdtempSync(join(tmpdir(), 'counterfoil-record-'))
  const evidenceDir = join(place, 'evidence')
  const foreign = await openForeignParties()
  const oldMonth = monthAgo(14)
  const bed = await openLogScene({
    dashboard: { sso: { issuer, clientId: 'counterfoil', clientSecret: 'secret', name: 'Chain', mfa }, evidenceDir },
    hub: {
      evidence: openEvidenceFolder(evidenceDir),
      alerts: { hub: 'hub-1:4000', thresholds: new Map(), webhook: null, mayReach: () => true },
      ...foreign.settings,
    },
    async begin(scene) {
      const token = await beginPlainly(scene)
      await closeFirstMonth(scene.database, oldMonth)
      await recordIn(scene.database, oldMonth)
      return token
    },
  })
  const authority = createAuthority()
  const receiverSecret = 'seldom-heard-words'
  const receiver = await receiveHttps(authority.issue('siem', 'IP:127.0.0.1'), receiverSecret)
  return {
    ...bed,
    providerPort,
    receiver,
    receiverCa: authority.caFile,
    receiverSecret,
    oldMonth,
    archiveDir: join(place, 'archives'),
    async close() {
      receiver.close()
      await bed.close()
      foreign.close()
      rmSync(place, { recursive: true })
    },
  }
}

/** As the hub of these tests did when it was there: with its keys. */
async function closeFirstMonth(database: TestDatabase, month: string): Promise<void> {
  const keys = deriveHubKeys(new Uint8Array(32))
  await registerHubKeys(hubContext(database.pool), [keys])
  const identity = await findLogIdentity(database)
  await closeMonth(database, month, checkpointSigner(identity?.origin ?? '', keys.checkpoints))
}
