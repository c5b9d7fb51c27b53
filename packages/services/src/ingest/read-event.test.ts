import { canonicalJson, isCanonical } from '@counterfoil/audit'
import { AgentEvent, type AgentEventKind, EVENT_FIELDS } from '@counterfoil/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEvent } from './read-event.ts'
import { shortenSoundBody } from './shorten-sound-body.ts'
import { soundEvents, spoiltBodies } from './testing/spoilt-events.ts'

const boot = '0198f0a0-1234-7abc-8def-0123456789ab'
const started = { v: 1, at: 5, mono: 0, boot, kind: 'agent.started', version: '1', protocol: 1, platform: 'x' }

describe('reading a body', () => {
  it('understands what the protocol knows, and lets fields it does not know pass', () => {
    expect(readEvent(canonicalJson({ ...started, news: [1] }))).toMatchObject({
      kind: 'agent.started',
      atMs: 5,
      why: null,
      event: { news: [1] },
    })
  })

  it.each([
    ['no JSON', '{', 'unreadable', /not JSON/],
    ['no object', '5', 'unreadable', /not an object/],
    ['an order of keys that is not canonical', '{"kind":"agent.started","a":1}', 'agent.started', /RFC 8785/],
    ['a key twice', '{"kind":"a","kind":"b"}', 'b', /RFC 8785/],
    ['a kind of later days', canonicalJson({ ...started, kind: 'agent.sang' }), 'agent.sang', /"agent.sang" is not known/],
    ['a field amiss', canonicalJson({ ...started, version: 7 }), 'agent.started', /version/],
    ['a year beyond telling', canonicalJson({ ...started, at: 2 ** 53 - 1 }), 'agent.started', /9999/],
    ['a kind that is a text of its own', canonicalJson({ ...started, kind: 'DROP TABLE' }), 'unreadable', /not known/],
  ])('keeps %s and says why', (_what, body, kind, why) => {
    const read = readEvent(body)
    expect(read).toMatchObject({ body, kind, event: null })
    expect(read.why).toMatch(why)
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (body) => {
        const read = readEvent(body)
        expect(read.cut?.exact ?? read.body).toBe(body)
      }),
    )
  })

  it.each(soundEvents.filter(({ kind }) => kind === 'payment.answered' || kind === 'payment.finalised'))(
    'sets the transcript of a sound $kind aside',
    (event) => {
      const body = canonicalJson(event)
      expect(shortenSoundBody(body)).toBe(canonicalJson({ ...event, transcript: [] }))
      expect(readEvent(body)).toMatchObject({ body, why: null, event: { ...event, transcript: [] } })
    },
  )

  it('understands exactly what is canonical and what the schema takes, transcript set aside or not', () => {
    const seen = { whole: 0, short: 0, refused: 0 }
    fc.assert(
      fc.property(spoiltBodies, (body) => {
        const read = readEvent(body)
        const expected = readPlainly(body)
        expect(read.event !== null).toBe(expected !== null)
        if (expected === null) seen.refused += 1
        else if (shortenSoundBody(body) === null) seen.whole += 1
        else seen.short += 1
        // Digits in noise may be a card number.
        if (expected === null || read.cut !== null) return
        expect(read).toMatchObject({ body, kind: expected.kind, atMs: expected.at })
        expect({ ...read.event, transcript: [] }).toEqual({ ...expected, transcript: [] })
      }),
      { numRuns: 3_000 },
    )
    expect(Math.min(seen.whole, seen.short, seen.refused)).toBeGreaterThan(20)
  })
})

describe('a card number in a body', () => {
  it('is cut out of one that was not canonical, which is understood no better for it', () => {
    const body =
      ' {"":{"":[-2.201288467499822e-101]},"at":1795320126744,"boot":"0198f0a0-1234-7abc-8def-0123456789ab","kind":"agent.started","mono":5,"platform":"linux","protocol":1,"v":1,"version":"1"}'
    const read = readEvent(body)
    expect(read.cut?.exact).toBe(body)
    expect(read).toMatchObject({ event: null, terminalKey: null })
    expect(read.body).not.toContain('288467499')
    expect(read.why).toMatch(/not JSON|not canonical/)
  })

  const NUMBER = '4111 1111 1111 1111'
  const CUT = '4111 11** **** 1111'

  /** The same event with another text at one place, for every place that holds one. */
  function* withText(value: unknown, path: string): Generator<{ readonly path: string; readonly value: unknown }> {
    if (typeof value === 'string') yield { path, value: NUMBER }
    if (typeof value !== 'object' || value === null) return
    for (const [name, inner] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[]` : `${path}${path === '' ? '' : '.'}${name}`
      for (const found of withText(inner, at)) {
        const changed = Array.isArray(value) ? value.map((item, index) => (index === Number(name) ? found.value : item)) : null
        yield { path: found.path, value: changed ?? { ...value, [name]: found.value } }
      }
    }
  }
  const cases = soundEvents.flatMap((event) =>
    [...withText(event, '')]
      .filter(({ value }) => AgentEvent.safeParse(value).success)
      .map(({ path, value }) => {
        const kind = event.kind as AgentEventKind
        const known = EVENT_FIELDS[kind][path] ?? (path.startsWith('details.') ? EVENT_FIELDS[kind]['details.*'] : undefined)
        return { kind, path, value, free: known === undefined || known === 'free' }
      }),
  )

  it.each(cases.filter(({ free }) => free))('in $kind, $path is cut and nothing else', ({ path, value }) => {
    const exact = canonicalJson(value)
    const read = readEvent(exact)
    expect(read.event).not.toBeNull()
    expect(read.cut).toEqual({ exact, found: [{ field: path, truncated: '411111******1111' }] })
    expect(read.body).toBe(exact.replace(NUMBER, CUT))
    expect(JSON.stringify(read.event)).not.toContain(NUMBER)
  })

  it('was tried in the free texts of every kind, and in some that are none', () => {
    expect(cases.filter(({ free }) => free).length).toBeGreaterThan(30)
    expect(cases.filter(({ free }) => !free).length).toBeGreaterThan(10)
    expect(new Set(cases.filter(({ free }) => free).map(({ kind }) => kind)).size).toBe(soundEvents.length)
  })

  it('leaves a body that was not understood so', () => {
    const sound = canonicalJson({ ...soundEvents[2], text: NUMBER })
    expect(readEvent(sound)).toMatchObject({ event: { text: CUT }, why: null })
    expect(readEvent(` ${sound}`)).toMatchObject({ event: null, terminalKey: null, why: expect.stringMatching(/not canonical/) })
  })

  it.each(cases.filter(({ free }) => !free))('in $kind, $path is none', ({ value }) => {
    expect(readEvent(canonicalJson(value))).toMatchObject({ cut: null, body: canonicalJson(value) })
  })
})

function readPlainly(body: string): AgentEvent | null {
  try {
    const value: unknown = JSON.parse(body)
    const sound = isCanonical(body, value) && AgentEvent.parse(value).at <= Date.UTC(9999, 11, 31)
    return sound ? (value as AgentEvent) : null
  } catch {
    return null
  }
}
