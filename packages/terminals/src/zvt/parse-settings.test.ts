import { describe, expect, it } from 'vitest'
import { parseZvtSettings } from './parse-settings.ts'

function problemsOf(raw: unknown): Record<string, string> {
  const parsed = parseZvtSettings(raw)
  return 'problems' in parsed ? Object.fromEntries(parsed.problems.map((problem) => [problem.path, problem.message])) : {}
}

describe('ZVT settings', () => {
  it('needs nothing but defaults: own printer, euro, published timers', () => {
    const parsed = parseZvtSettings({})
    expect(parsed).toMatchObject({
      settings: {
        password: '000000',
        configByte: 0x38,
        currency: 'EUR',
        printLines: 'none',
        timers: { t3: 5_000, t4: 180_000, poll: 8_000 },
      },
    })
  })

  it('asks for receipts with the config byte that sends them', () => {
    expect(parseZvtSettings({ printLines: 'lines' })).toMatchObject({ settings: { configByte: 0xbe } })
    expect(parseZvtSettings({ printLines: 'blocks', configByte: 'DE' })).toMatchObject({ settings: { configByte: 0xde } })
  })

  it.each([
    [{ password: 123456 }, 'password', /quotes/],
    [{ password: '12345' }, 'password', /six digits/],
    [{ configByte: '86', printLines: 'lines' }, 'configByte', /bit 08/],
    [{ configByte: '38', printLines: 'lines' }, 'configByte', /bit 80/],
    [{ configByte: 'BE' }, 'printLines', /bit 80/],
    [{ currency: 'EURO' }, 'currency', /ISO 4217/],
    [{ timers: { t3: 10 } }, 'timers.t3', /1000 to 60000/],
    [{ timers: { t9: 1_000 } }, 'timers.t9', /no timer/],
    [{ pasword: '000000' }, 'pasword', /no setting/],
  ])('refuses %j, naming %s', (raw, path, message) => {
    expect(problemsOf(raw)[path]).toMatch(message)
  })

  it('never polls less often than once a minute', () => {
    expect(problemsOf({ timers: { poll: 61_000 } })).toHaveProperty(['timers.poll'])
  })
})
