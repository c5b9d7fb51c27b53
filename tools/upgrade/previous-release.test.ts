import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ROOT } from '../stack/root.ts'
import { findEditedMessages } from './find-edited-messages.ts'
import { git, previousRelease, previousTag } from './previous-release.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'counterfoil-tags-'))
  git(root, 'init', '--quiet')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

let seconds = 0
/** A commit, some seconds after the one before it. */
function commit(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  git(root, 'add', '--all')
  seconds += 60
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false']
  git(root, ...who, 'commit', '--quiet', '--allow-empty', '--message', 'x', '--date', `@${1_700_000_000 + seconds} +0000`)
}
const tag = (name: string) => git(root, '-c', 'tag.gpgsign=false', 'tag', name)

describe('the release before this commit', () => {
  it('is the last tag below it, never one of its own', () => {
    commit({ a: '1' })
    expect(previousTag(root)).toBeUndefined()
    tag('v0.1.0')
    expect(previousTag(root)).toBeUndefined()
    commit({ a: '2' })
    expect(previousRelease(root)).toBe('v0.1.0')
    tag('v0.2.0')
    tag('also-here')
    expect(previousRelease(root)).toBe('v0.1.0')
  })

  it('is what stood before the newest migration while there is no other tag', () => {
    commit({ 'packages/db/prisma/migrations/0001_first/migration.sql': 'select 1' })
    const before = git(root, 'rev-parse', 'HEAD')
    commit({ 'packages/db/prisma/migrations/0002_next/migration.sql': 'select 2' })
    tag('v0.1.0')
    expect(git(root, 'rev-parse', previousRelease(root))).toBe(before)
  })
})

describe('messages of the release before this commit', () => {
  const FOLDER = 'packages/protocol/fixtures'
  const listOf = (files: Readonly<Record<string, string>>) =>
    Object.entries(files)
      .map(([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`)
      .join('')
  const release = (files: Readonly<Record<string, string>>, version = '0.1.0') =>
    Object.fromEntries([
      ...Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]),
      [`${FOLDER}/released/${version}.sha256`, listOf(files)],
    ]) as Record<string, string>
  const first = { 'events/a.json': '{"kind":"a"}\n', 'link/hello.json': '{}\n' }

  beforeEach(() => {
    commit(release(first))
    tag('v0.1.0')
  })

  it('may have others beside them, and a list of their own', () => {
    commit(release({ ...first, 'events/a@0.2.0.json': '{"kind":"a","more":1}\n' }, '0.2.0'))
    expect(findEditedMessages(root, 'v0.1.0')).toEqual([])
  })

  it('are named when one was edited together with its line in the list, committed or not', () => {
    const edited = release({ ...first, 'events/a.json': '{"kind":"b"}\n' })
    const said = [
      expect.stringContaining('events/a.json is not as it was in v0.1.0'),
      expect.stringContaining('0.1.0.sha256 is not'),
    ]
    for (const [path, text] of Object.entries(edited)) writeFileSync(join(root, path), text)
    expect(findEditedMessages(root, 'v0.1.0')).toEqual(said)
    commit(edited)
    expect(findEditedMessages(root, 'v0.1.0')).toEqual(said)
  })

  it('are named when one is gone', () => {
    rmSync(join(root, FOLDER, 'link/hello.json'))
    expect(findEditedMessages(root, 'v0.1.0')).toEqual([expect.stringContaining('link/hello.json is gone')])
  })

  it('are here as they were there', () => {
    const last = isCheckout() ? previousTag() : undefined
    expect(last === undefined ? [] : findEditedMessages(ROOT, last)).toEqual([])
  })

  /** What was unpacked from an archive has no history to be held against. */
  function isCheckout(): boolean {
    try {
      return git(ROOT, 'rev-parse', '--is-inside-work-tree') === 'true'
    } catch {
      return false
    }
  }
})
