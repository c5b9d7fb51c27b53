import { agentScenes } from './scenes/agents.ts'
import { approverScenes } from './scenes/approvers.ts'
import { cardAndKeyScenes } from './scenes/cards-and-keys.ts'
import { commandGroupScenes } from './scenes/command-groups.ts'
import { commandScenes } from './scenes/commands.ts'
import { commissioningScenes } from './scenes/commissioning.ts'
import { deviceScenes } from './scenes/devices.ts'
import { inspectionScenes } from './scenes/inspections.ts'
import { redundancyScenes } from './scenes/redundancy.ts'
import { rolloutScenes } from './scenes/rollouts.ts'
import { openAgentsBed } from './support/agents-bed.ts'
import { playScenes } from './support/play-scenes.ts'

// Cards and keys first: the hub of the others is another then, and their agent is shut out in the end.
playScenes('agents, commands, cards and keys', openAgentsBed, [
  ...cardAndKeyScenes.slice(0, -2),
  ...commandScenes,
  ...commandGroupScenes,
  ...approverScenes,
  ...rolloutScenes,
  // While its agent still may deliver.
  ...deviceScenes,
  ...inspectionScenes,
  ...commissioningScenes,
  ...redundancyScenes,
  ...agentScenes,
  ...cardAndKeyScenes.slice(-2),
])
