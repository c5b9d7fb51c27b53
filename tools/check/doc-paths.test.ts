import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findDeadPaths } from './doc-paths.ts'

describe('paths that a document cites', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'doc-paths-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const deadIn = (text: string) => {
    const file = join(folder, 'page.md')
    writeFileSync(file, text)
    return findDeadPaths([file])
  }

  it('are found when they are there, also up to a placeholder', () => {
    expect(
      deadIn('`tools/check/` and `packages/terminals/src/<protocol>/` and `packages/db/prisma/schema/<noun>.prisma`'),
    ).toEqual([])
    expect(deadIn('[this page](page.md) and [the web](https://example.org/none)')).toEqual([])
  })

  it('are named with their line when they are not', () => {
    expect(deadIn('one\n`tools/nowhere.ts`')).toEqual([
      expect.stringContaining('page.md line 2: tools/nowhere.ts does not exist'),
    ])
    expect(deadIn('`packages/nowhere/<protocol>/`')).toHaveLength(1)
    expect(deadIn('[gone](gone.md)')).toHaveLength(1)
  })
})
