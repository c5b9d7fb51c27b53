import { readFileSync } from 'node:fs'
import type { Log } from '@counterfoil/agent'
import { findProtocol } from '@counterfoil/terminals/registry'
import type { HostPlan } from './agent-plan.ts'
import { createHostAgent } from './host-agent.ts'

/** Several stores' agents in one process: killing it kills all of them, each wherever it is. */
const [planFile] = process.argv.slice(2)
if (planFile === undefined) throw new Error('usage: host.main.ts PLAN.json')
const { agents, acknowledgementsFile } = JSON.parse(readFileSync(planFile, 'utf8')) as HostPlan
const protocol = findProtocol('zvt')
if (protocol === undefined) throw new Error('the registry has no protocol zvt')

process.on('disconnect', () => process.exit(0))
for (const plan of agents) {
  const agent = createHostAgent({ plan, protocol, acknowledgementsFile, log: logOf(plan.store) })
  await agent.start()
}

function logOf(store: string): Log {
  const say = (level: string) => (facts: object, message: string) =>
    console.log(`${new Date().toISOString()} ${level} ${store} ${message} ${JSON.stringify(facts)}`)
  return { debug() {}, info: say('info'), warn: say('warn'), error: say('error') }
}
