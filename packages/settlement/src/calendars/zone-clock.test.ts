import { describe, expect, it } from 'vitest'
import { openZoneClock } from './zone-clock.ts'

const at = (text: string) => Date.parse(text)

describe('a zone clock', () => {
  it('names the local day', () => {
    expect(openZoneClock('Asia/Shanghai').localDay(at('2026-05-08T16:00:00Z'))).toBe('2026-05-09')
    expect(openZoneClock('America/New_York').localDay(at('2026-05-08T03:59:59Z'))).toBe('2026-05-07')
  })

  it('finds an hour that happens twice at its first time', () => {
    expect(openZoneClock('Europe/Berlin').instantOf('2026-10-25', 150)).toBe(at('2026-10-25T00:30:00Z'))
    expect(openZoneClock('Europe/Berlin').instantOf('2026-10-25', 240)).toBe(at('2026-10-25T03:00:00Z'))
  })

  it('finds an hour that does not happen at the jump over it', () => {
    expect(openZoneClock('Europe/Berlin').instantOf('2026-03-29', 150)).toBe(at('2026-03-29T01:00:00Z'))
    expect(openZoneClock('America/New_York').instantOf('2026-03-08', 150)).toBe(at('2026-03-08T07:00:00Z'))
    expect(openZoneClock('Europe/Berlin').instantOf('2026-03-29', 180)).toBe(at('2026-03-29T01:00:00Z'))
  })

  it('agrees with itself on every quarter of an hour of a year', () => {
    for (const zone of ['Europe/London', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      const clock = openZoneClock(zone)
      for (let ms = at('2026-01-01T00:00:00Z'); ms < at('2027-01-01T00:00:00Z'); ms += 86_400_000 / 4)
        expect(clock.instantOf(clock.localDay(ms), 0)).toBeLessThanOrEqual(ms)
    }
  })
})
