import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildHubPackages } from './hub-package/build-packages.ts'
import { HUB_PLATFORMS } from './hub-package/platforms.ts'
import { readBuildArguments } from './package/read-build-arguments.ts'
import { runStreaming } from './run-streaming.ts'

/** `npm run build:hub`: the packages of hub and dashboard for Linux, in `dist/hub`. */
const root = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const build = readBuildArguments({
  name: 'build:hub',
  platforms: HUB_PLATFORMS.map(({ id }) => id),
  kinds: ['deb', 'tar.gz'],
  version,
  folder: join(root, 'dist/hub'),
})
if (build !== undefined) {
  const built = await runStreaming(join(root, 'node_modules/.bin/turbo'), ['run', 'build', '--output-logs=errors-only'])
  if (built !== 0) process.exitCode = built
  else for (const file of buildHubPackages({ root, ...build })) console.log(join(build.folder, file))
}
