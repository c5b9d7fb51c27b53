import { expect, it } from 'vitest'
import { checkRoom } from '../doctor/check-room.ts'
import { checkSeenRecord } from '../doctor/check-seen-record.ts'
import { describePaths } from '../link/describe-paths.ts'
import { explainSerialError } from '../terminals/serial-problem.ts'
import { html } from './html.ts'
import { sayFinding, translate } from './say-finding.ts'
import { WORDS } from './words.ts'

/** Every sentence by its path. */
function sentences(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : sentences(value, `${path}${key}.`),
  )
}

it('has the same places to fill in in both languages, and no empty word', () => {
  const english = new Map(sentences(WORDS.en))
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
  for (const [key, chinese] of sentences(WORDS.zh)) {
    expect(chinese, key).not.toBe('')
    expect(places(chinese), key).toEqual(places(english.get(key) ?? ''))
  }
})

const room = { usedBytes: 50e6, reusableBytes: 0, limitBytes: 100e6, freeBytes: 10e9, reserveMissingBytes: 0 }
const seen = { origin: 'o', logKey: 'k', restorations: [], refused: [] }
const last = { size: '12', root: 'r', note: 'n', atMs: 0 }

it.each([
  checkRoom(room).message,
  checkRoom({ ...room, usedBytes: 95e6 }).message,
  checkRoom({ ...room, usedBytes: 99e6 }).message,
  checkSeenRecord({ ...seen, state: 'unseen', message: 'This hub has shown no record yet.', last: null }, 0).message,
  checkSeenRecord(
    { ...seen, state: 'good', message: 'The hub’s record of 12 entries goes on from all that this agent has seen.', last },
    90_000,
  ).message,
  describePaths({ current: 0, paths: [{ address: 'https://hub:4000', way: 'websocket', givenUp: false, failures: 0 }] }, 0),
  ...['no such file or directory', 'cannot lock port', 'permission denied', 'access denied'].map(
    (why) => explainSerialError(why, '/dev/ttyUSB0').message,
  ),
])('says in Chinese: %s', (sentence) => {
  expect(translate(sentence), sentence).toMatch(/[\u4e00-\u9fff]/)
})

it('keeps a sentence nobody has translated, marked as English, without secrets and card numbers', () => {
  const { html: shown } = sayFinding('Card 4111111111111111 <b>, token=abc', 'zh')
  expect(shown).toBe('<span lang="en">Card 411111******1111 &lt;b&gt;, token=[removed]</span>')
})

it('escapes every value', () => {
  expect(html`<a title="${`"'<&>`}">${[html`<i></i>`, false, undefined]}${7}</a>`.html).toBe(
    '<a title="&quot;&#39;&lt;&amp;&gt;"><i></i>7</a>',
  )
})
