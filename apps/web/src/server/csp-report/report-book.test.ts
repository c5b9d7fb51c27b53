import { describe, expect, it } from 'vitest'
import { createReportBook } from './report-book.ts'

const HOUR_MS = 3_600_000
const violation = (page: string) => ({ directive: 'script-src-elem', blocked: 'inline', page, source: '', enforced: true })

describe('the book of reports', () => {
  it('writes a kind once an hour, with how often it was told', () => {
    const book = createReportBook()
    expect(book.note(violation('/'), 0)).toEqual({ ...violation('/'), times: 1 })
    for (let at = 1; at <= 5; at += 1) expect(book.note(violation('/'), at)).toBeNull()
    expect(book.note(violation('/payments'), 6)?.times).toBe(1)
    expect(book.note(violation('/'), HOUR_MS)?.times).toBe(6)
    expect(book.note(violation('/'), 2 * HOUR_MS)?.times).toBe(1)
  })

  it('has an end, whatever is sent, and room again an hour later', () => {
    const book = createReportBook()
    const written = (nowMs: number) =>
      Array.from({ length: 500 }, (_, index) => book.note(violation(`/${nowMs}-${index}`), nowMs)).filter((one) => one !== null)
    expect(written(0)).toHaveLength(100)
    expect(written(HOUR_MS - 1)).toHaveLength(0)
    expect(written(HOUR_MS)).toHaveLength(100)
  })
})
