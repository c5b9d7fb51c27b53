import type { SettingChange } from './wanted-content.ts'

/** One change that many agents would be sent: what somebody who approves it looks at. */
export interface CountedChange extends Pick<SettingChange, 'setting' | 'from' | 'to'> {
  readonly agents: number
}

const MOST_COUNTED = 40

/** The same changes together, with how many agents each is for; those of most agents first. */
export function countChanges(changesOfAgents: readonly (readonly SettingChange[])[]): CountedChange[] {
  const counted = new Map<string, CountedChange>()
  for (const changes of changesOfAgents) {
    const ofAgent = new Map(changes.map(({ setting, from, to }) => [JSON.stringify([setting, from, to]), { setting, from, to }]))
    for (const [key, change] of ofAgent) counted.set(key, { ...change, agents: (counted.get(key)?.agents ?? 0) + 1 })
  }
  return [...counted.values()].sort((a, b) => b.agents - a.agents).slice(0, MOST_COUNTED)
}
