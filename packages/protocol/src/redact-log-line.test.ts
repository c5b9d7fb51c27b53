import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactLogLine } from './redact-log-line.ts'

const PAN = '4111111111111111'
const CUT = '411111******1111'

describe('a line of a log', () => {
  it('holds no secret, at any depth and however its name is written', () => {
    const line = JSON.stringify({ a: { b: [{ c: { d: { privateKey: 'x1', 'set-cookie': ['x2'], Authorization: 'x3' } } }] } })
    expect(redactLogLine(line)).not.toMatch(/x[123]/)
    expect(JSON.parse(redactLogLine(line)).a.b[0].c.d).toEqual({
      privateKey: '[cut]',
      'set-cookie': '[cut]',
      Authorization: '[cut]',
    })
  })

  it('holds no card number in a text, a number, a name or an error', () => {
    const line = JSON.stringify({
      msg: `paid with ${PAN}`,
      pans: [Number(PAN)],
      [PAN]: 1,
      err: { stack: `Error: 4111 1111 1111 1111` },
    })
    const redacted = redactLogLine(line)
    expect(redacted.replaceAll(/\D/g, '')).not.toContain(PAN)
    expect(JSON.parse(redacted)).toMatchObject({ msg: `paid with ${CUT}`, pans: [CUT], [CUT]: 1 })
    expect(redactLogLine(`no JSON: ${PAN}\n`)).toBe(`no JSON: ${CUT}\n`)
  })

  it('stays what it is otherwise: times, counts, identifiers, its end', () => {
    const line =
      '{"level":30,"time":"2026-11-28T16:13:40.123Z","part":"hub","agent":7,"at":1764342820123,"token":null,"msg":"ok"}\n'
    expect(redactLogLine(line)).toBe(line)
  })

  it('stays one line of JSON, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const redacted = redactLogLine(`${JSON.stringify({ value })}\n`)
        expect(redacted.indexOf('\n')).toBe(redacted.length - 1)
        JSON.parse(redacted)
      }),
    )
  })
})
