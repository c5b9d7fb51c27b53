import { auditActions } from '@counterfoil/services/audit'
import { expect, it } from 'vitest'
import { agentScenes } from './scenes/agents.ts'
import { alertScenes } from './scenes/alerts.ts'
import { approverScenes } from './scenes/approvers.ts'
import { archiveScenes } from './scenes/archives.ts'
import { cardAndKeyScenes } from './scenes/cards-and-keys.ts'
import { commandGroupScenes } from './scenes/command-groups.ts'
import { commandScenes } from './scenes/commands.ts'
import { commissioningScenes } from './scenes/commissioning.ts'
import { deviceScenes } from './scenes/devices.ts'
import { evidenceScenes } from './scenes/evidence.ts'
import { exceptionScenes } from './scenes/exceptions.ts'
import { foreignScenes } from './scenes/foreign.ts'
import { fundsScenes } from './scenes/funds.ts'
import { bundleScenes } from './scenes/funds-bundles.ts'
import { fundsExportScenes } from './scenes/funds-exports.ts'
import { fundsFileScenes } from './scenes/funds-files.ts'
import { fundsPullScenes } from './scenes/funds-pulls.ts'
import { inspectionScenes } from './scenes/inspections.ts'
import { hubScenes, installationScenes, lossScenes } from './scenes/installation.ts'
import { peopleScenes } from './scenes/people.ts'
import { incidentScenes, recordScenes, streamScenes } from './scenes/record.ts'
import { redundancyScenes } from './scenes/redundancy.ts'
import { retentionScenes } from './scenes/retention.ts'
import { rolloutScenes } from './scenes/rollouts.ts'
import { signInScenes } from './scenes/sign-in.ts'
import { thingScenes } from './scenes/things.ts'

const all = [
  signInScenes,
  peopleScenes,
  agentScenes,
  commandScenes,
  commandGroupScenes,
  commissioningScenes,
  redundancyScenes,
  approverScenes,
  alertScenes,
  rolloutScenes,
  cardAndKeyScenes,
  recordScenes,
  incidentScenes,
  streamScenes,
  deviceScenes,
  inspectionScenes,
  evidenceScenes,
  archiveScenes,
  retentionScenes,
  foreignScenes,
  thingScenes,
  installationScenes,
  fundsScenes,
  fundsFileScenes,
  fundsPullScenes,
  exceptionScenes,
  fundsExportScenes,
  bundleScenes,
  lossScenes,
  hubScenes,
]

it('has a scene for every action there is', () => {
  const played = new Set<string>(all.flatMap((scenes) => scenes.map(({ action }) => action)))
  expect(Object.keys(auditActions).filter((action) => !played.has(action))).toEqual([])
})
