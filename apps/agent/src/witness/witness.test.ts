import { COSIGNATURE_V1, createKeyPair, createVerifierKey, parseNote, verifyCosignature } from '@counterfoil/audit'
import { createVirtualClock } from '@counterfoil/terminals'
import { describe, expect, it } from 'vitest'
import { logOfEntries, namedEntries, ORIGIN } from '../../tests/support/log-of-entries.ts'
import { memoryKeys } from '../link/identity-keys.ts'
import { silentLog } from '../log.ts'
import { createMemoryWitnessStore } from '../testing/memory-witness-store.ts'
import { createWitness } from './witness.ts'
import type { WitnessStore } from './witnessed-log.ts'

const AGENT = '018f0000-0000-7000-8000-0000000000aa'
type Said = { readonly message: string; readonly payload: Record<string, unknown>; readonly answered: (raw: unknown) => void }

function setUp(store: WitnessStore = createMemoryWitnessStore()) {
  const clock = createVirtualClock()
  const keys = memoryKeys(createKeyPair())
  const said: Said[] = []
  const verdicts: [boolean, string][] = []
  const witness = createWitness({
    agentId: AGENT,
    store,
    key: () => keys.current,
    clock,
    random: () => 0.5,
    log: silentLog,
    onVerdict: (refused, sentence) => verdicts.push([refused, sentence]),
  })
  const ask = (message: string, payload: object, answered: (raw: unknown) => void) =>
    void said.push({ message, payload: payload as Record<string, unknown>, answered })
  const last = () => {
    const found = said.at(-1)
    if (found === undefined) throw new Error('nothing was said')
    return found
  }
  return { clock, keys, said, verdicts, witness, ask, last, store }
}

const log = logOfEntries(namedEntries('entry', 0, 40))

describe('a witness', () => {
  it('asks after a greeting and each minute, stores what it accepts, and only then cosigns with the identity’s key', async () => {
    const { clock, keys, said, verdicts, witness, ask, last, store } = setUp()
    witness.greeted(ask)
    expect(last()).toMatchObject({ message: 'checkpoint', payload: { from: '0' } })
    last().answered(await log.show(0, 12))
    expect(store.last()?.size).toBe(12n)
    expect(last()).toMatchObject({ message: 'cosignature', payload: { size: '12', signedAtMs: 1_000 } })
    const witnessKey = createVerifierKey(`${AGENT}.${ORIGIN}`, Buffer.from(keys.current.publicKey, 'base64'), COSIGNATURE_V1)
    const signed = parseNote(log.note(12))?.text ?? ''
    expect(verifyCosignature(signed, String(last().payload.line), witnessKey)).toMatchObject({ ok: true })
    last().answered({ ok: true })
    clock.advance(59_999)
    expect(said).toHaveLength(2)
    clock.advance(1)
    expect(last()).toMatchObject({ message: 'checkpoint', payload: { from: '12', note: log.note(12) } })
    expect(verdicts.every(([refused]) => !refused)).toBe(true)
  })

  it('cosigns nothing of a fork, keeps the evidence, and goes on when its own branch is shown again', async () => {
    const { clock, said, verdicts, witness, ask, last, store } = setUp()
    witness.greeted(ask)
    last().answered(await log.show(0, 12))
    const forged = logOfEntries(['forged', ...namedEntries('entry', 1, 40)])
    const before = said.length
    clock.advance(60_000)
    const shown = await forged.show(12, 20)
    last().answered(shown)
    expect(said.slice(before).map(({ message }) => message)).toEqual(['checkpoint'])
    expect(store.last()?.size).toBe(12n)
    expect(store.refused()).toMatchObject([{ cause: 'inconsistent', ours: log.note(12), theirs: JSON.stringify(shown) }])
    expect(verdicts.at(-1)).toEqual([true, expect.stringMatching(/does not begin with the 12/)])
    clock.advance(60_000)
    last().answered(await log.show(12, 20))
    expect(last().message).toBe('cosignature')
    expect(verdicts.at(-1)?.[0]).toBe(false)
    expect(store.refused()).toHaveLength(1)
  })

  it('says what it saw before when it is asked to, once', async () => {
    const { clock, said, witness, ask, last } = setUp()
    witness.greeted(ask)
    last().answered(await log.show(0, 5))
    clock.advance(60_000)
    last().answered(await log.show(5, 12))
    clock.advance(60_000)
    last().answered({ ok: false, code: 'show_older', message: '' })
    expect(last().payload).toMatchObject({ from: '12', older: [{ size: '5', root: log.root(5) }] })
    const before = said.length
    last().answered({ ok: false, code: 'show_older', message: '' })
    expect(said).toHaveLength(before)
    clock.advance(60_000)
    expect(said).toHaveLength(before + 1)
  })

  it('cosigns nothing that was not stored, or that another was quicker with', async () => {
    const store = createMemoryWitnessStore()
    const broken = setUp({
      ...store,
      advance: () => {
        throw new Error('disk full')
      },
    })
    broken.witness.greeted(broken.ask)
    broken.last().answered(await log.show(0, 12))
    expect(broken.said.map(({ message }) => message)).toEqual(['checkpoint'])
    const late = setUp({ ...store, advance: () => false })
    late.witness.greeted(late.ask)
    late.last().answered(await log.show(0, 12))
    expect(late.said.map(({ message }) => message)).toEqual(['checkpoint'])
    late.clock.advance(2_000)
    expect(late.said.map(({ message }) => message)).toEqual(['checkpoint', 'checkpoint'])
  })

  it('asks nobody once the connection is lost, and takes no answer of an older one', async () => {
    const { clock, said, witness, ask, last, store } = setUp()
    witness.greeted(ask)
    const asked = last()
    witness.lost()
    asked.answered(await log.show(0, 12))
    expect(store.last()).toBeUndefined()
    clock.advance(600_000)
    expect(said).toHaveLength(1)
  })

  it('hears news within ten seconds', async () => {
    const { clock, said, witness, ask, last } = setUp()
    witness.greeted(ask)
    last().answered(await log.show(0, 12))
    const before = said.length
    witness.news()
    clock.advance(10_000)
    expect(said).toHaveLength(before + 1)
  })
})
