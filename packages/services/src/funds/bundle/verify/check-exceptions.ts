import type { Findings } from './findings.ts'
import type { Records } from './load-records.ts'

/** An exception that a person ended has their act, and no act is about an exception that is not there. */
export function checkExceptions({ exceptions, resolutions }: Records, findings: Findings): void {
  const ended = new Set<string>()
  for (const { id, key, act } of resolutions) {
    if (!exceptions.has(key)) findings.add('missing', `Resolution ${id} is about exception ${key}, which is not there.`)
    if (act === 'resolve' || act === 'approve') ended.add(key)
  }
  for (const { key, state } of exceptions.values())
    if (state === 'resolved' && !ended.has(key))
      findings.add('missing', `Exception ${key} is resolved, and nobody has resolved it.`)
}
