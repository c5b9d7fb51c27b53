import { COMMAND_ANSWER_CHARS, COMMAND_ANSWER_LINES, COMMAND_LINE_CHARS } from '@counterfoil/protocol'
import { createVirtualClock, findProtocol, type TerminalProtocol } from '@counterfoil/terminals'
import { expect, it } from 'vitest'
import { fitAnswer } from '../hub-commands/answer-lines.ts'
import { silentLog } from '../log.ts'
import type { LineWatcher } from '../terminals/line-watcher.ts'
import { type LineCapturesNoted, readCapturesNoted } from './captures-noted.ts'
import { createLineCaptures } from './line-captures.ts'

const PAN = '4539148803436467'
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'))
/** A status information over TCP with the card number packed in BMP 22, and texts around it. */
const STATUS = hex(`040f1127000b00471122f0f8${PAN}`)
const PRINT = (text: string) =>
  hex(`06d1${(text.length + 1).toString(16).padStart(2, '0')}00${Buffer.from(text).toString('hex')}`)

function setUp(protocol: Pick<TerminalProtocol, 'id' | 'createLineReader'> = findProtocol('zvt') as TerminalProtocol) {
  const clock = createVirtualClock()
  const watchers: LineWatcher[] = []
  const supervisor = {
    watchLine(watcher: LineWatcher) {
      if (watchers.length > 0) return undefined
      watchers.push(watcher)
      return () => void watchers.pop()
    },
  }
  const noted: LineCapturesNoted[] = []
  const captures = createLineCaptures({
    note: (now) => void noted.push(now),
    clock,
    log: silentLog,
    find: (key) => (key === 'lane-1' ? { config: { protocol, link: { kind: 'tcp' } }, supervisor } : undefined),
  })
  const watcher = () => watchers[0] as LineWatcher
  return { clock, captures, watchers, watcher, noted }
}

it('keeps what goes by for so long, both ways and in order, and then lets the line go', async () => {
  const { clock, captures, watcher, watchers, noted } = setUp()
  const untilMs = clock.nowMs() + 30_000
  const answer = captures.run('lane-1', 30)
  watcher().sent(hex('060100'))
  clock.advance(12)
  // In pieces, as a line brings them.
  watcher().received(STATUS.subarray(0, 9))
  clock.advance(3)
  watcher().received(STATUS.subarray(9))
  watcher().sent(hex('800000'))
  expect(captures.left('lane-1')).toEqual({ captureLeftMs: 29_985 })
  clock.advance(29_985)
  const result = await answer
  expect(result).toMatchObject({ outcome: 'done' })
  const lines = 'lines' in result ? result.lines : []
  expect(lines[0]).toMatch(/^# zvt tcp, lane-1: what went over its line for 30 s from /)
  expect(lines[1]).toBe('# Messages: 3.')
  expect(lines.slice(4)).toEqual([
    '# +0 ms to terminal: authorisation',
    '060100',
    expect.stringMatching(/^# \+15 ms from terminal: status_information result=0 trace=4711 card_number=\*+/),
    '040F1127000B00471122F0F8EEEEEEEEEEEEEEEE',
    '# +15 ms to terminal: positive_acknowledgement',
    '800000',
  ])
  expect(watchers).toEqual([])
  expect(captures.left('lane-1')).toEqual({})
  expect(noted).toEqual([[{ terminal: 'lane-1', untilMs }], []])
})

it('is told to whoever asks for the status, until it is over', () => {
  const noted = JSON.stringify([{ terminal: 'lane-1', untilMs: 1_000 }])
  expect(readCapturesNoted(noted, 999)).toEqual([{ terminal: 'lane-1', untilMs: 1_000 }])
  for (const text of [noted, undefined, 'rubbish', '{}']) expect(readCapturesNoted(text, 1_000)).toEqual([])
})

it('is one at a time for each terminal, and for terminals that are there', async () => {
  const { captures } = setUp()
  void captures.run('lane-1', 30)
  expect(await captures.run('lane-1', 30)).toMatchObject({ outcome: 'refused', code: 'capture_under_way' })
  expect(await captures.run('lane-2', 30)).toMatchObject({ outcome: 'refused', code: 'unknown_terminal' })
})

it('leaves nothing when the agent stops: no timer, no watcher, no answer', () => {
  const { clock, captures, watcher, watchers } = setUp()
  let answered = false
  void captures.run('lane-1', 600).then(() => {
    answered = true
  })
  watcher().received(STATUS)
  captures.stop()
  expect(watchers).toEqual([])
  expect(clock.runNext()).toBe(false)
  expect(answered).toBe(false)
})

it('gives up a message that broke off, and tells of a link that was lost', async () => {
  const { clock, captures, watcher } = setUp()
  const answer = captures.run('lane-1', 30)
  watcher().received(STATUS.subarray(0, 14))
  clock.advance(5_000)
  watcher().received(STATUS)
  watcher().closed()
  clock.advance(1_000)
  watcher().opened('tcp')
  clock.advance(30_000)
  const result = await answer
  const lines = 'lines' in result ? result.lines.slice(4) : []
  expect(lines).toEqual([
    expect.stringMatching(/^# \+0 ms from terminal: unreadable head=[A-F*]+ ! 14 bytes, hidden; the message ends before its end/),
    expect.stringContaining('+5000 ms from terminal: status_information'),
    '040F1127000B00471122F0F8EEEEEEEEEEEEEEEE',
    '# +5000 ms the link was closed',
    '# +6000 ms the link was opened',
  ])
})

it('keeps the newest of what an answer holds, and says how much fell away', async () => {
  const { clock, captures, watcher } = setUp()
  const answer = captures.run('lane-1', 600)
  for (let line = 0; line < 900; line += 1) {
    // Words enough that the numbers of two lines are not taken for parts of one.
    watcher().received(PRINT(`Zeile ${line} des Belegs`))
    clock.advance(5)
  }
  // Longer than a line, and longer than is kept of one message.
  watcher().received(hex(`06d3ffd0070682 07cc 07 82 07c8 ${'41'.repeat(1_992)}`.replaceAll(' ', '')))
  clock.advance(600_000)
  const result = await answer
  const lines = 'lines' in result ? result.lines : []
  expect(fitAnswer(lines)).toEqual(lines)
  expect(lines.length).toBeLessThanOrEqual(COMMAND_ANSWER_LINES)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(COMMAND_LINE_CHARS)
  expect(lines.join('').length).toBeLessThanOrEqual(COMMAND_ANSWER_CHARS)
  expect(lines[1]).toMatch(/^# Messages: 901\. The first \d+ entries fell away/)
  expect(lines.join('\n')).toContain('Zeile 899')
  expect(lines.join('\n')).toContain('the first 1600 of')
  const [, ...long] = lines.slice(lines.findIndex((line) => line.includes('the first 1600')))
  expect(long.slice(0, -1).every((line) => line.endsWith('\\'))).toBe(true)
  expect(long.map((line) => line.replace(/\\$/, '')).join('')).toHaveLength(3_200)
})

it('cuts what a reader that is at fault lets through, and goes on after one that fails', async () => {
  let failing = true
  const { clock, captures, watcher } = setUp({
    id: 'bad',
    createLineReader: () => ({
      push() {
        if (failing) throw new Error(PAN)
        return [{ name: `sale ${PAN}`, bytes: 8, hex: PAN, fields: { card: PAN, line: `a\nb\u0007` }, problems: [PAN] }]
      },
      expire: () => [],
    }),
  })
  const answer = captures.run('lane-1', 30)
  watcher().received(STATUS)
  clock.advance(1)
  failing = false
  watcher().received(STATUS)
  clock.advance(30_000)
  const result = await answer
  const text = 'lines' in result ? result.lines.join('\n') : ''
  expect(text).toContain('could not be read, and is left out')
  expect(text).toContain('453914EEEEEE6467')
  expect(text).not.toContain(PAN)
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
})
