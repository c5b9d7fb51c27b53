import { tmpdir } from 'node:os'
import { AgentVitals } from '@counterfoil/protocol'
import { expect, it } from 'vitest'
import { readVitals } from './read-vitals.ts'
import { createVitalsWatch, type Vitals } from './vitals-watch.ts'

const MINUTE = 60_000
const sound: Vitals = {
  os: 'Debian',
  osVersion: '6.1',
  upSeconds: 1,
  diskFreeBytes: 50,
  diskSizeBytes: 100,
  memoryFreeBytes: 1,
  memorySizeBytes: 2,
}

/** What is told when each look finds the next of these; a look a minute. */
function tellings(found: readonly (Partial<Vitals> | Error)[]): number[] {
  const told: number[] = []
  let nowMs = 0
  let fire = () => {}
  const watch = createVitalsWatch({
    read: () => {
      const next = found[nowMs / MINUTE] ?? {}
      if (next instanceof Error) throw next
      return { ...sound, ...next }
    },
    clock: {
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      startTimer: (_, then) => {
        fire = then
        return { cancel: () => {} }
      },
    },
    log: { warn: () => {} },
    record: () => told.push(nowMs / MINUTE),
  })
  watch.start()
  for (let nth = 1; nth < found.length; nth += 1) {
    nowMs += MINUTE
    fire()
  }
  watch.stop()
  return told
}

it('tells how the machine is at the start, every six hours, and when its disk or its patches are others', () => {
  expect(tellings(Array(361).fill({}))).toEqual([0, 360])
  expect(tellings([{}, { diskFreeBytes: 46 }, { diskFreeBytes: 44 }, { diskFreeBytes: 43 }])).toEqual([0, 2])
  expect(tellings([{ diskFreeBytes: 11 }, { diskFreeBytes: 9 }, { diskFreeBytes: 9 }, { diskFreeBytes: 11 }])).toEqual([0, 1, 3])
  expect(tellings([{}, { osVersion: '6.2' }])).toEqual([0, 1])
})

it('goes on after a look that failed', () => {
  expect(tellings([new Error('no'), {}])).toEqual([1])
})

it('reads what the protocol takes', () => {
  const fact = { v: 1, at: 0, mono: 0, boot: '019a7f3c-0000-7000-8000-00000000b001', kind: 'agent.vitals' }
  expect(AgentVitals.safeParse({ ...fact, ...readVitals(tmpdir()) }).success).toBe(true)
})
