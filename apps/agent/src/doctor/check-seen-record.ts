import { spanText } from '../span-text.ts'
import type { RecordSeen } from '../witness/describe-record.ts'
import type { Finding } from './finding.ts'

const LATE_MS = 3_600_000

/** What this agent has seen of its hub's record: whether it fits, and whether it still looks. */
export function checkSeenRecord({ state, message, last }: RecordSeen, nowMs: number): Finding {
  if (state === 'refused')
    return {
      area: 'hub',
      verdict: 'bad',
      message: `${message} Tell an auditor, not only whoever runs the hub: status --json holds the evidence.`,
    }
  if (last === null) return { area: 'hub', verdict: 'good', message }
  const ageMs = nowMs - last.atMs
  const looked = `Last looked at ${spanText(ageMs)} ago.`
  return { area: 'hub', verdict: state === 'good' && ageMs < LATE_MS ? 'good' : 'warn', message: `${message} ${looked}` }
}
