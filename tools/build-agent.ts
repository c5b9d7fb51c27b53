import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPackages } from './agent-package/build-packages.ts'
import { PLATFORMS } from './agent-package/platforms.ts'

/** `npm run build:agent`: the agent's packages for every platform, in `dist/agent`. */
const root = join(import.meta.dirname, '..')
const { values } = parseArgs({
  options: {
    to: { type: 'string' },
    version: { type: 'string' },
    platform: { type: 'string', multiple: true },
    fast: { type: 'boolean' },
  },
})
const version = values.version ?? /'(.+)'/.exec(readFileSync(join(root, 'apps/agent/src/version.ts'), 'utf8'))?.[1] ?? ''
const folder = resolve(values.to ?? join(root, 'dist/agent'))
const known = PLATFORMS.map(({ id }) => id)
const platforms = values.platform?.map((name) => known.find((id) => id === name))
if (!/^\d+\.\d+\.\d+$/.test(version) || platforms?.includes(undefined)) {
  console.error(`usage: build:agent [--version 1.2.3] [--platform ${known.join('|')} …] [--to FOLDER] [--fast]`)
  process.exitCode = 2
} else {
  const files = await buildPackages({
    root,
    folder,
    version,
    ...(platforms && { platforms: platforms.filter((id) => id !== undefined) }),
    ...(values.fast && { level: 1 }),
  })
  for (const file of files) console.log(join(folder, file))
}
