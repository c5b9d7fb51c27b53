import { createStore } from '@counterfoil/db/testing'
import type { Said } from '@counterfoil/services/testing'
import { enrolled } from '../../../../apps/web/tests/hub-bed.ts'
import { type LogScene, openLogScene } from './log-scene.ts'
import { type StoreMachine, storeMachine } from './store-machine.ts'

/** A store's PC that delivers, beside everything else. */
export interface AgentsBed extends LogScene {
  readonly pc: StoreMachine
  readonly storeCode: string
  /** Another PC of a store of its own. */
  addPc(): Promise<StoreMachine>
  /** The same identity on another disk. */
  copyOf(machine: StoreMachine): StoreMachine
  deliver(...events: readonly Said[]): Promise<void>
}

export async function openAgentsBed(): Promise<AgentsBed> {
  const bed = await openLogScene()
  const { database } = bed
  const url = () => bed.hub().url
  const addPc = async () => storeMachine(database, url, await enrolled(database))
  const { code: storeCode } = await createStore(database.db)
  const pc = await addPc()
  await pc.greet()
  return {
    ...bed,
    pc,
    storeCode,
    addPc,
    copyOf: ({ agent, join }) => storeMachine(database, url, agent, join),
    async deliver(...events) {
      const answer = await pc.connection?.send(pc.agent.script.batch(events))
      if (answer?.ok !== true) throw new Error(`the batch was answered with ${JSON.stringify(answer)}`)
    },
  }
}
