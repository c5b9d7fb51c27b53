import { wilson } from './bounds.ts'
import { type HealthCode, healthCodes } from './health-codes.ts'
import type { Finding, SalesFacts, TerminalFacts } from './health-facts.ts'

const MINUTE_MS = 60_000
/** A terminal that says so for a moment was only asked at a bad one. */
const UNREACHABLE_AFTER_MS = 5_000
const PROMPT_MS = 3 * MINUTE_MS
const BUSY_MS = 10 * MINUTE_MS
/** An outcome that is being asked for is not yet a question for people. */
const ASKING_MS = MINUTE_MS
/** With so many usual approvals in the silence, chance leaves one in 160,000 silent. */
export const SILENT_AT = 12
const SILENT_FOR_MS = 15 * MINUTE_MS
const LEAST_WEEKS = 2
export const LEAST_DECIDED = 30
const LEAST_FALL = 0.05
const FAULTS_AN_HOUR = 5

/** Everything that is wrong with one terminal. Pure: the same facts at the same moment give the same findings. */
export function judgeTerminal(facts: TerminalFacts, nowMs: number): Finding[] {
  const { terminalId, storeId, condition, sales } = facts
  const findings: Finding[] = []
  const find = (code: HealthCode, sinceMs: number, figures: Finding['figures']) =>
    findings.push({ code, severity: healthCodes[code].severity, storeId, terminalId, agentId: null, sinceMs, figures })

  const sinceMs = facts.conditionSinceMs ?? nowMs
  const told = { reason: facts.reason, code: facts.code, text: facts.text }
  if (facts.serialDiffers) find('serial_differs', nowMs, { known: facts.knownSerial, told: facts.toldSerial })
  if (condition === 'unreachable' && nowMs - sinceMs >= UNREACHABLE_AFTER_MS) find('unreachable', sinceMs, told)
  if (condition === 'needs_action') find('needs_action', sinceMs, told)
  const openSinceMs = sales?.openSinceMs ?? null
  if (openSinceMs !== null && nowMs - openSinceMs >= PROMPT_MS) find('prompt_slow', openSinceMs, { reason: null })
  else if (condition === 'busy' && nowMs - sinceMs >= BUSY_MS) find('prompt_slow', sinceMs, { reason: facts.reason })
  if (facts.unknownSinceMs !== null && (facts.needsPerson || nowMs - facts.unknownSinceMs >= ASKING_MS))
    find('outcome_unknown', facts.unknownSinceMs, { count: facts.unknownCount })
  if (sales === null) return findings

  // Whoever does not answer, or whose agent does not, sells nothing either: that is told already.
  const isOnline = facts.agentConnected && (condition === 'ready' || condition === 'busy')
  const silence = silenceOf(sales, nowMs)
  if (isOnline && silence !== null) find('not_selling', silence.sinceMs, silence.figures)
  const fall = fallOf(sales)
  if (fall !== null) find('approvals_low', nowMs, fall)
  if (sales.faults >= FAULTS_AN_HOUR) find('driver_fault', nowMs, { count: sales.faults })
  return findings
}

/** Silent although it usually sells at this hour of the week. */
function silenceOf({ weeks, expectedSince, lastApprovedAtMs }: SalesFacts, nowMs: number) {
  if (weeks < LEAST_WEEKS || lastApprovedAtMs === null || expectedSince < SILENT_AT) return null
  if (nowMs - lastApprovedAtMs < SILENT_FOR_MS) return null
  return { sinceMs: lastApprovedAtMs, figures: { expected: Math.round(expectedSince) } }
}

/** Fewer are approved than usual, by more than chance and by more than a little: the two intervals lie apart. */
function fallOf({ approved, declined, usualApproved, usualDeclined }: SalesFacts): Finding['figures'] | null {
  const [now, usual] = [approved + declined, usualApproved + usualDeclined]
  if (now < LEAST_DECIDED || usual < LEAST_DECIDED) return null
  const [share, usualShare] = [approved / now, usualApproved / usual]
  const isApart = wilson(approved, now).high < wilson(usualApproved, usual).low
  if (!isApart || usualShare - share < LEAST_FALL) return null
  return { share: round(share), usual: round(usualShare), decided: now }
}

const round = (share: number): number => Math.round(share * 1_000) / 1_000
