import type { Finding, HealthFacts } from './health-facts.ts'
import { judgeAgent } from './judge-agent.ts'
import { judgeTerminal } from './judge-terminal.ts'

/** Facts → everything that is wrong, each thing once. */
export function judgeHealth({ terminals, agents, newestVersion }: HealthFacts, nowMs: number): Map<string, Finding> {
  const found = new Map<string, Finding>()
  const all = [
    ...terminals.flatMap((facts) => judgeTerminal(facts, nowMs)),
    ...agents.flatMap((facts) => judgeAgent(facts, newestVersion, nowMs)),
  ]
  for (const finding of all) {
    const key = findingKey(finding)
    const before = found.get(key)
    // Of a store with several agents: offline since the last of them went.
    if (before === undefined || before.sinceMs < finding.sinceMs) found.set(key, finding)
  }
  return found
}

export function findingKey({ code, storeId, terminalId, agentId }: Omit<Finding, 'severity' | 'sinceMs' | 'figures'>): string {
  return [code, storeId, terminalId ?? 0, agentId ?? 0].join(' ')
}
