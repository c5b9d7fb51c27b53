import { type HealthCode, healthCodes, ofAgentTrouble } from './health-codes.ts'
import type { AgentFacts, Finding } from './health-facts.ts'

/** A connection that is made anew is no outage. With the 16 s until a silent line is given up and a look every 5 s it stays below 30. */
const OFFLINE_AFTER_MS = 6_000
const WAITING_MS = 5 * 60_000
const DISK_LOW = 0.1

/** Everything that is wrong with one agent. Where none of a store's agents is here, the store is offline: one finding, told by its first. */
export function judgeAgent(facts: AgentFacts, newestVersion: string | null, nowMs: number): Finding[] {
  const { agentId, storeId, name } = facts
  const findings: Finding[] = []
  const find = (code: HealthCode, sinceMs: number, figures: Finding['figures']) => {
    const { severity, of } = healthCodes[code]
    findings.push({ code, severity, storeId, terminalId: null, agentId: of === 'store' ? null : agentId, sinceMs, figures })
  }

  if (facts.state === 'locked') find('agent_locked', facts.presenceSinceMs ?? nowMs, { agent: name })
  const awayMs = facts.connected === false && facts.presenceSinceMs !== null ? nowMs - facts.presenceSinceMs : 0
  if (awayMs >= OFFLINE_AFTER_MS) {
    const sinceMs = nowMs - awayMs
    if (facts.storeConnected > 0) find('agent_offline', sinceMs, { agent: name })
    else find('store_offline', sinceMs, { agents: facts.storeAgents, terminals: facts.storeTerminals })
  }
  if (facts.connected === true && facts.oldestMs >= WAITING_MS)
    find('outbox_waiting', nowMs - facts.oldestMs, { agent: name, waiting: facts.waiting })
  for (const { code, sinceMs, detail } of facts.troubles)
    find(ofAgentTrouble[code] ?? 'agent_trouble', sinceMs, { agent: name, detail })
  const { diskFreeBytes: free, diskSizeBytes: size } = facts
  if (free !== null && size !== null && size > 0 && free / size < DISK_LOW)
    find('disk_low', facts.vitalsAtMs ?? nowMs, { agent: name, free: Math.round((free / size) * 1_000) / 1_000 })
  if (newestVersion !== null && isOlder(facts.version, newestVersion))
    find('agent_outdated', nowMs, { agent: name, version: facts.version, newest: newestVersion })
  return findings
}

/** Whether a version of three numbers comes before another; what has another form is not judged. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(than)]
  if (a === null || b === null) return false
  const nth = a.findIndex((number, index) => number !== b[index])
  return nth >= 0 && (a[nth] ?? 0) < (b[nth] ?? 0)
}

function numbersOf(version: string): number[] | null {
  const found = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(version)
  return found === null ? null : found.slice(1).map(Number)
}
