import type { ServiceContext } from '../context.ts'
import { examineClock } from './examine-clock.ts'
import { examineHubs } from './examine-hubs.ts'
import { examineKeys } from './examine-keys.ts'
import { examineRights } from './examine-rights.ts'
import { examineRoom } from './examine-room.ts'
import { examineWitnesses } from './examine-witnesses.ts'
import type { Finding } from './finding.ts'

/** Everything a database can tell of its hub. What cannot be asked is a finding, never an error. */
export async function examineDatabase(ctx: Pick<ServiceContext, 'pool' | 'now'>): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [about, examine] of EXAMINATIONS) {
    try {
      findings.push(...(await examine(ctx)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      findings.push({ about, verdict: 'bad', message: `This could not be looked at (${why}).` })
    }
  }
  return findings
}

const EXAMINATIONS: readonly [Finding['about'], (ctx: Pick<ServiceContext, 'pool' | 'now'>) => Promise<Finding[]>][] = [
  ['rights', examineRights],
  ['clock', examineClock],
  ['hubs', examineHubs],
  ['keys', examineKeys],
  ['witnesses', examineWitnesses],
  ['room', examineRoom],
]
