import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildPackages } from './agent-package/build-packages.ts'
import { PLATFORMS } from './agent-package/platforms.ts'

/** `npm run build:agent`: the agent's packages for every platform, in `dist/agent`. */
const root = join(import.meta.dirname, '..')
const known = PLATFORMS.map(({ id }) => id)
const usage = `usage: npm run build:agent -- [--version 1.2.3] [--platform ${known.join('|')} …] [--to FOLDER] [--fast]`
const { values } = readArguments()
const version = values.version ?? /'(.+)'/.exec(readFileSync(join(root, 'apps/agent/src/version.ts'), 'utf8'))?.[1] ?? ''
const folder = resolve(values.to ?? join(root, 'dist/agent'))
const platforms = values.platform?.map((name) => known.find((id) => id === name))
if (!/^\d+\.\d+\.\d+$/.test(version) || platforms?.includes(undefined)) {
  console.error(usage)
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

function readArguments() {
  try {
    return parseArgs({
      options: {
        to: { type: 'string' },
        version: { type: 'string' },
        platform: { type: 'string', multiple: true },
        fast: { type: 'boolean' },
      },
    })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}
