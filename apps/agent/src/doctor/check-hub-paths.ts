import type { HubPath } from '../link/hub-path.ts'
import { hubPaths } from '../link/hub-path.ts'
import type { ConnectHub } from '../link/hub-socket.ts'
import { type CheckHubOptions, checkHub } from './check-hub.ts'
import type { Finding } from './finding.ts'

export interface CheckHubPathsOptions extends Omit<CheckHubOptions, 'hubUrl' | 'connectHub'> {
  readonly addresses: readonly string[]
  readonly connectPath: (path: HubPath) => ConnectHub
}

/** Tries every address: by WebSocket, and by HTTPS where that does not pass. One that serves makes the others' troubles a note. */
export async function checkHubPaths(options: CheckHubPathsOptions): Promise<readonly Finding[]> {
  const checked: { readonly serves: boolean; readonly findings: readonly Finding[] }[] = []
  let { stream } = options
  for (const address of options.addresses) {
    const result = await checkAddress({ ...options, stream }, address)
    checked.push(result)
    // Greeted once is enough: the record's place is known, and each greeting ends the connection before it.
    if (result.serves) stream = undefined
  }
  const served = checked.some(({ serves }) => serves)
  return checked.flatMap(({ serves, findings }) => (served && !serves ? findings.map(asNote) : findings))
}

async function checkAddress(
  options: CheckHubPathsOptions,
  address: string,
): Promise<{ readonly serves: boolean; readonly findings: readonly Finding[] }> {
  const refusals: Finding[] = []
  for (const path of hubPaths([address])) {
    const findings = await checkHub({ ...options, hubUrl: address, connectHub: options.connectPath(path) })
    if (findings.every(({ verdict }) => verdict !== 'bad'))
      return { serves: true, findings: [...refusals.map((refusal) => blockedNote(address, refusal)), ...findings] }
    refusals.push(...findings.filter(({ verdict }) => verdict === 'bad'))
  }
  // The second way's trouble is nearly always the first one's, said again.
  return { serves: false, findings: refusals.slice(0, 1) }
}

function blockedNote(address: string, refusal: Finding): Finding {
  return {
    ...refusal,
    verdict: 'warn',
    message: `WebSocket is blocked at ${address}; batches go by HTTPS POST. Ask who runs the network to let WebSocket through. ${refusal.message}`,
  }
}

function asNote(finding: Finding): Finding {
  return finding.verdict === 'bad' ? { ...finding, verdict: 'warn' } : finding
}
