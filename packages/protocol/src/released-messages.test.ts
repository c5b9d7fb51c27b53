import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** A list for each version that agents in stores may speak, in the form of sha256sum: SHA-256, two blanks, the file's name. */
const FIXTURES = new URL('../fixtures/', import.meta.url)
const RELEASED = new URL('released/', FIXTURES)
const RULE =
  'A released version’s messages are never edited or removed: agents in stores still say them. Put the file back as it was, ' +
  'and give the new form a file of its own beside it (events/KIND@VERSION.json; link/NAME-WHAT.json). Lists are only added to: docs/guide/upgrades.md.'

type ReadFile = (name: string) => Buffer

/** What is no longer as it was released, in words; empty when everything is. */
function findBroken(version: string, list: string, read: ReadFile): readonly string[] {
  const lines = list.split('\n').filter((line) => line !== '')
  if (lines.length === 0) return [`The list of ${version} is empty.`]
  return lines.flatMap((line) => {
    const [, hash, name] = /^([0-9a-f]{64}) {2}((?:events|link)\/[\w.@-]+\.json)$/.exec(line) ?? []
    if (hash === undefined || name === undefined) return [`The list of ${version} has a line that is none: ${line}`]
    try {
      return createHash('sha256').update(read(name)).digest('hex') === hash ? [] : [`${name} of ${version} was edited. ${RULE}`]
    } catch {
      return [`${name} of ${version} is gone. ${RULE}`]
    }
  })
}

const lists = readdirSync(RELEASED)
const listOf = (file: string) => readFileSync(new URL(file, RELEASED), 'utf8')

describe('messages of released versions', () => {
  it('have a list for every version, the first one too', () => {
    expect(lists).toContain('0.1.0.sha256')
    expect(lists.filter((file) => !/^\d+\.\d+\.\d+\.sha256$/.test(file))).toEqual([])
  })

  it.each(lists)('%s: each is there as it was released', (file) => {
    const read = (name: string) => readFileSync(new URL(name, FIXTURES))
    expect(findBroken(file.replace('.sha256', ''), listOf(file), read)).toEqual([])
  })
})

describe('the guard of released messages', () => {
  const released = Buffer.from('{"kind":"payment.opened"}\n')
  const list = `${createHash('sha256').update(released).digest('hex')}  events/payment.opened.json\n`

  it('lets through what is as it was', () => {
    expect(findBroken('9.9.9', list, () => released)).toEqual([])
  })

  it('names a message that was edited, by a single blank too, and says the rule', () => {
    const edited = () => Buffer.from('{"kind": "payment.opened"}\n')
    expect(findBroken('9.9.9', list, edited)).toEqual([`events/payment.opened.json of 9.9.9 was edited. ${RULE}`])
  })

  it('names a message that is gone', () => {
    const gone = () => {
      throw new Error('ENOENT')
    }
    expect(findBroken('9.9.9', list, gone)).toEqual([`events/payment.opened.json of 9.9.9 is gone. ${RULE}`])
  })

  it('takes neither an empty list nor a line that names no message', () => {
    expect(findBroken('9.9.9', '\n', () => released)).toHaveLength(1)
    expect(findBroken('9.9.9', list.replace('events/', '../'), () => released)).toHaveLength(1)
  })
})
