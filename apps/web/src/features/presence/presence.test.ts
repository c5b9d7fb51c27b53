import { describe, expect, it } from 'vitest'
import { IDLE_MS, nextPresence, type Presence, type PresenceInput, warningMs } from './presence.ts'

const MINUTE = 60_000
const here = (notedMs: number): Presence => ({ kind: 'here', notedMs, noting: false })

/** Where a row of inputs leads, and at which of them the server was told of an action. */
function follow(inputs: readonly PresenceInput[], from: Presence = here(0)) {
  let state = from
  const notes: number[] = []
  inputs.forEach((input, index) => {
    const step = nextPresence(state, input)
    state = step.state
    if (step.note) notes.push(index)
  })
  return { state, notes }
}

describe('a person at the page', () => {
  it('is told of once a minute, however busy they are', () => {
    const inputs: PresenceInput[] = []
    for (let nowMs = 0; nowMs <= 5 * MINUTE; nowMs += 1_000) {
      const { notes, state } = follow([...inputs, { kind: 'acted', nowMs }])
      inputs.push({ kind: 'acted', nowMs })
      if (state.kind === 'here' && state.noting && notes.at(-1) === inputs.length - 1) inputs.push({ kind: 'noted', atMs: nowMs })
    }
    expect(follow(inputs).notes.map((index) => inputs[index])).toEqual(
      [1, 2, 3, 4, 5].map((minute) => ({ kind: 'acted', nowMs: minute * MINUTE })),
    )
  })

  it('is told of again when the server did not hear it', () => {
    const inputs: PresenceInput[] = [
      { kind: 'acted', nowMs: MINUTE },
      { kind: 'acted', nowMs: MINUTE + 1 },
      { kind: 'note_failed' },
      { kind: 'acted', nowMs: MINUTE + 2 },
    ]
    expect(follow(inputs).notes).toEqual([0, 3])
  })

  it('is away fifteen minutes after the last action the server heard of, and not before', () => {
    expect(follow([{ kind: 'ticked', nowMs: IDLE_MS - 1 }]).state.kind).toBe('here')
    expect(follow([{ kind: 'ticked', nowMs: IDLE_MS }]).state.kind).toBe('away')
    const unheard: PresenceInput[] = [
      { kind: 'acted', nowMs: 30_000 },
      { kind: 'ticked', nowMs: IDLE_MS },
    ]
    expect(follow(unheard).state.kind).toBe('away')
  })

  it('does not come back by moving, only by a factor', () => {
    const woken: PresenceInput[] = [
      { kind: 'ticked', nowMs: 8 * 3_600_000 },
      { kind: 'acted', nowMs: 8 * 3_600_000 + 1 },
    ]
    expect(follow(woken)).toEqual({ state: { kind: 'away' }, notes: [] })
    expect(follow([{ kind: 'acted', nowMs: IDLE_MS }])).toEqual({ state: { kind: 'away' }, notes: [] })
    expect(follow([...woken, { kind: 'factor_shown', nowMs: 9 * 3_600_000 }]).state).toEqual(here(9 * 3_600_000))
  })

  it('counts what they did on another page of the session', () => {
    const inputs: PresenceInput[] = [
      { kind: 'noted', atMs: 10 * MINUTE },
      { kind: 'ticked', nowMs: IDLE_MS },
    ]
    expect(follow(inputs)).toEqual({ state: here(10 * MINUTE), notes: [] })
    // Told late, and of something earlier.
    expect(follow([{ kind: 'noted', atMs: 5 * MINUTE }], here(10 * MINUTE)).state).toEqual(here(10 * MINUTE))
  })

  it('was there after all when the server took an action of that time: the word of it came late, as after sleep', () => {
    const late: PresenceInput[] = [
      { kind: 'ticked', nowMs: IDLE_MS },
      { kind: 'noted', atMs: 10 * MINUTE },
    ]
    expect(follow(late).state).toEqual(here(10 * MINUTE))
    expect(follow([...late, { kind: 'ticked', nowMs: 25 * MINUTE }]).state.kind).toBe('away')
  })

  it('believes the server over its own clock', () => {
    expect(follow([{ kind: 'found_away' }], here(0)).state.kind).toBe('away')
  })
})

describe('the warning', () => {
  it('comes with the last minute and counts it down', () => {
    expect(warningMs(here(0), 14 * MINUTE - 1)).toBeNull()
    expect(warningMs(here(0), 14 * MINUTE)).toBe(MINUTE)
    expect(warningMs(here(0), 14 * MINUTE + 18_000)).toBe(42_000)
    expect(warningMs({ kind: 'away' }, 20 * MINUTE)).toBeNull()
  })
})
