import { describe, expect, it } from 'vitest'
import type { CliIo } from '../verb.ts'
import { decode } from './decode.ts'

async function run(args: readonly string[], input: readonly string[] = []) {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    input: (async function* () {
      yield* input
    })(),
    env: {},
    nowSeconds: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    stop: new AbortController().signal,
  }
  return { code: await decode.run(args, io), out, err }
}

const REGISTRATION = '060006123456DE0978'

describe('counterfoil decode', () => {
  it('prints our own names only to people, and never a password', async () => {
    const { out } = await run(['zvt', REGISTRATION])
    expect(out).toEqual([
      'registration → terminal',
      '    password: (given, not shown)',
      '    config: 222',
      '    currency: 978',
      '    currency_letters: EUR',
    ])
  })

  it('prints lines of a receipt as lines', async () => {
    const { out } = await run(['zvt', '06D3 10 06 0E 1F07 01 02 25 08 07 02 4142 07 02 4344'])
    expect(out.join('\n')).toContain('    lines:\n      AB\n      CD')
    expect(out.join('\n')).not.toContain('text:')
  })

  it('gives programs every published name, and what was sent', async () => {
    const { out } = await run(['zvt', REGISTRATION, '--json'])
    expect(JSON.parse(out[0] ?? '')).toMatchObject([{ fields: { password: '123456', config: 222, CurrencyCode: 978 } }])
    expect(out[0]).not.toContain('aliases')
  })

  it('reads any way of writing hex: lower case, blanks, colons, several arguments', async () => {
    const wanted = (await run(['zvt', REGISTRATION, '--json'])).out
    for (const args of [[REGISTRATION.toLowerCase()], ['06 00 06', '12:34:56 DE', '0978']])
      expect((await run(['zvt', ...args, '--json'])).out).toEqual(wanted)
  })

  it('reads what a capture of a line gave: its remarks stay, and a long message goes on in the next line', async () => {
    const capture = ['# +15 ms to terminal: registration', '060006EEEEEE\\', 'DE0978', '# +20 ms the link was closed']
    const { code, out } = await run(['zvt', '-'], capture)
    expect(code).toBe(0)
    expect(out.slice(0, 2)).toEqual(['# +15 ms to terminal: registration', 'registration → terminal'])
    expect(out).toContain('    config: 222')
    expect(out.at(-1)).toBe('# +20 ms the link was closed')
    expect((await run(['zvt', '-', '--json'], capture)).out.map((line) => JSON.parse(line).length)).toEqual([0, 1, 0])
  })

  it('prints one document for each line of standard input, also for an empty one and for what is no hex', async () => {
    const { code, out } = await run(['zvt', '-', '--json'], ['800000', '', 'what', '060F00'])
    expect(out.map((line) => (JSON.parse(line) as { name: string }[])[0]?.name)).toEqual([
      'positive_acknowledgement',
      'unreadable',
      'unreadable',
      'completion',
    ])
    expect(code).toBe(2)
    expect((await run(['zvt', '-', '--json'], ['800000', ''])).code).toBe(0)
  })

  it('refuses wrong usage', async () => {
    await expect(run([])).rejects.toThrow('name a protocol')
    await expect(run(['zvt'])).rejects.toThrow('give the bytes')
    await expect(run(['zvt', '8000', '--link', 'usb'])).rejects.toThrow('--link is serial or tcp')
    expect((await run(['zvt', '0G'])).code).toBe(2)
  })

  it('takes the link it is told', async () => {
    expect((await run(['zvt', '06', '--link', 'tcp'])).out).toEqual(expect.arrayContaining(['unfinished']))
    expect((await run(['zvt', '06', '--link', 'serial'])).out).toEqual(['ack ↔'])
  })
})
