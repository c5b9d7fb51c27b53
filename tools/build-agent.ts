import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPackages } from './agent-package/build-packages.ts'
import { PLATFORMS } from './agent-package/platforms.ts'
import { readBuildArguments } from './package/read-build-arguments.ts'

/** `npm run build:agent`: the agent's packages for every platform, in `dist/agent`. */
const root = join(import.meta.dirname, '..')
const version = /'(.+)'/.exec(readFileSync(join(root, 'apps/agent/src/version.ts'), 'utf8'))?.[1] ?? ''
const build = readBuildArguments({
  name: 'build:agent',
  platforms: PLATFORMS.map(({ id }) => id),
  kinds: ['deb', 'tar.gz', 'zip'],
  version,
  folder: join(root, 'dist/agent'),
})
if (build !== undefined) for (const file of await buildPackages({ root, ...build })) console.log(join(build.folder, file))
