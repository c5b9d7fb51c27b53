import type { SettingChange } from './wanted-content.ts'

/** One change that many agents would be sent: what somebody who approves it looks at. */
export interface CountedChange extends Pick<SettingChange, 'setting' | 'from' | 'to'> {
  readonly agents: number
}

/** What many agents would be sent. */
export interface CountedChanges {
  /** Those of most agents first. */
  readonly changes: readonly CountedChange[]
  /** So many others of fewer agents. */
  readonly more: number
}

export const MOST_COUNTED = 40

/** The same changes together, with how many agents each is for. */
export function countChanges(changesOfAgents: readonly (readonly SettingChange[])[]): CountedChanges {
  const counted = new Map<string, CountedChange>()
  for (const changes of changesOfAgents) {
    const ofAgent = new Map(changes.map(({ setting, from, to }) => [JSON.stringify([setting, from, to]), { setting, from, to }]))
    for (const [key, change] of ofAgent) counted.set(key, { ...change, agents: (counted.get(key)?.agents ?? 0) + 1 })
  }
  const all = [...counted.values()].sort((a, b) => b.agents - a.agents)
  return { changes: all.slice(0, MOST_COUNTED), more: Math.max(0, all.length - MOST_COUNTED) }
}
