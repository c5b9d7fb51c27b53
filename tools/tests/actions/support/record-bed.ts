import { freePort } from '../../../../apps/web/tests/hub-process.ts'
import { type LogReceiver, receiveHttps } from '../../support/log-receivers.ts'
import { createAuthority } from '../../support/make-certificates.ts'
import { type LogScene, openLogScene } from './log-scene.ts'

/** Where copies of the log go, and an identity provider's address at which nobody listens yet. */
export interface RecordBed extends LogScene {
  readonly providerPort: number
  readonly receiver: LogReceiver
  readonly receiverCa: string
  readonly receiverSecret: string
}

export async function openRecordBed(): Promise<RecordBed> {
  const providerPort = await freePort()
  const mfa = { amr: ['mfa'], acr: [] }
  const issuer = new URL(`http://127.0.0.1:${providerPort}`)
  const bed = await openLogScene({
    dashboard: { sso: { issuer, clientId: 'counterfoil', clientSecret: 'secret', name: 'Chain', mfa } },
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
    async close() {
      receiver.close()
      await bed.close()
    },
  }
}
