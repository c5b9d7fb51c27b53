import { writeFileSync } from 'node:fs'
import { type AgentPlan, TERMINAL_SETTINGS } from './agent-plan.ts'
import { tokenHash } from './host-agent.ts'

/** Writes the config file of an agent that is the real program; JSON is YAML too. */
export function writeProgramConfig(path: string, plan: AgentPlan): void {
  const config = {
    name: `store ${plan.store}`,
    hub: { urls: plan.hubUrls },
    dataDir: plan.dataDir,
    // Its disk is smaller than the usual limit and reserve.
    record: { limitMb: 6, reserveMb: 1 },
    log: { level: 'info' },
    terminals: [
      {
        key: 'lane-1',
        lane: '1',
        protocol: 'zvt',
        tcp: { host: '127.0.0.1', port: plan.terminalPort },
        settings: TERMINAL_SETTINGS,
      },
    ],
    tillApi: { port: plan.tillPort, tills: [{ name: 'till-1', tokenSha256: tokenHash(plan.tillToken) }] },
  }
  writeFileSync(path, JSON.stringify(config, null, 2))
}
