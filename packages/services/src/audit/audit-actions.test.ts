import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { auditActions } from './audit-actions.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

/** All that runs in the product. */
function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !/\.tsx?$/.test(path) || /\.test\.|audit-actions|\/(generated|testing|node_modules)\//.test(path))
      continue
    yield readFileSync(path, 'utf8')
  }
}

it('has no action that nothing records', () => {
  const all = ['packages/services/src', 'apps/web/src', 'apps/cli/src'].flatMap((folder) => [...sources(join(root, folder))])
  const text = all.filter((source) => /recordAct|action:/.test(source)).join('\n')
  const unused = Object.keys(auditActions).filter((action) => !text.includes(`'${action}'`))
  expect(unused).toEqual([])
})

it('names one of the seven requirements with each', () => {
  for (const [action, pci] of Object.entries(auditActions)) {
    expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/)
    expect(pci.length).toBeGreaterThan(0)
  }
})
