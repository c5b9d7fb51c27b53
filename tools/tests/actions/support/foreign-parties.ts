import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { formatVerifierKey } from '@counterfoil/audit'
import { checkpointSigner } from '@counterfoil/services/audit'
import { hubWitness, parseWitnessedLogs, parseWitnessUrls } from '@counterfoil/services/foreign-witnesses'
import { deriveHubKeys } from '@counterfoil/services/vault'
import type { startHub } from '../../../../apps/web/tests/hub-bed.ts'

const { checkpoints } = deriveHubKeys(new Uint8Array(32).fill(41))
/** Another chain's log, and the witness that its hub is. */
export const foreignLog = checkpointSigner('elsewhere.test/chain', checkpoints)
export const foreignWitness = hubWitness('elsewhere.test/chain', checkpoints)

interface ForeignParties {
  /** What a hub is told that asks the one and serves the other. */
  readonly settings: Pick<Parameters<typeof startHub>[1] & object, 'witnesses' | 'witnessedLogs'>
  close(): void
}

/** A witness that remembers a million entries of any log, as after a backup of the log was put back. */
export async function openForeignParties(): Promise<ForeignParties> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('1000000\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    settings: {
      witnesses: parseWitnessUrls(`${formatVerifierKey(foreignWitness)} http://127.0.0.1:${port}`),
      witnessedLogs: parseWitnessedLogs(`${foreignLog.name} ${formatVerifierKey(foreignLog)}`),
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
