import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import type { DueState } from './judge-due.ts'
import { readPlans } from './read-plans.ts'
import { type InspectionTask, readTasks } from './read-tasks.ts'

export const ListTasksInput = z.strictObject({
  scope: WatchScope,
  /** `waiting`: due and overdue. */
  state: z.enum(['waiting', 'overdue', 'due', 'later']).default('waiting'),
})
export type ListTasksInput = z.input<typeof ListTasksInput>

export interface StoreTasks {
  readonly storeId: number
  readonly storeCode: string
  readonly storeName: string
  readonly storeNameLang: string
  readonly overdue: number
  readonly due: number
  readonly later: number
}

export interface TaskList {
  readonly counts: Readonly<Record<DueState, number>>
  /** The longest overdue first. */
  readonly tasks: readonly InspectionTask[]
  /** There are so many more. */
  readonly more: number
  /** Stores with something due, those with most overdue first. */
  readonly stores: readonly StoreTasks[]
}

const MOST_LISTED = 200

/** Which terminals of a scope somebody is to look at, and which stores have them. */
export async function listTasks(ctx: ServiceContext, input: ListTasksInput): Promise<TaskList> {
  const { scope, state } = ListTasksInput.parse(input)
  const nowMs = ctx.now().getTime()
  return readTogether(ctx, async (rows) => {
    const tasks = await readTasks(rows, storesWithin(ctx, scope), { plans: await readPlans(rows), nowMs })
    const counts = { overdue: 0, due: 0, later: 0 }
    for (const task of tasks) counts[task.state] += 1
    const asked = tasks.filter((task) => (state === 'waiting' ? task.state !== 'later' : task.state === state))
    return {
      counts,
      tasks: asked.slice(0, MOST_LISTED),
      more: Math.max(0, asked.length - MOST_LISTED),
      stores: byStore(tasks).slice(0, MOST_LISTED),
    }
  })
}

function byStore(tasks: readonly InspectionTask[]): StoreTasks[] {
  const stores = new Map<number, { -readonly [Part in keyof StoreTasks]: StoreTasks[Part] }>()
  for (const { storeId, storeCode, storeName, storeNameLang, state } of tasks) {
    const store = stores.get(storeId) ?? { storeId, storeCode, storeName, storeNameLang, overdue: 0, due: 0, later: 0 }
    store[state] += 1
    stores.set(storeId, store)
  }
  return [...stores.values()]
    .filter(({ overdue, due }) => overdue + due > 0)
    .sort((a, b) => b.overdue - a.overdue || b.due - a.due || (a.storeCode < b.storeCode ? -1 : 1))
}
