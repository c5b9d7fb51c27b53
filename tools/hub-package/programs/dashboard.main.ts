import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * The dashboard without Next's command line, which would want its compiler to read the settings: they were kept by the build. The same
 * steps as in the `server.js` that Next writes for a "standalone" build.
 */
const ROOT = join(import.meta.dirname, '../../..')
const folder = join(ROOT, 'apps/web')
const { config } = JSON.parse(readFileSync(join(folder, '.next/required-server-files.json'), 'utf8')) as { config: object }
const settings = { ...config, outputFileTracingRoot: ROOT, repoRoot: ROOT, turbopack: { root: ROOT } }
process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(settings)
process.chdir(folder)

const require = createRequire(join(folder, 'package.json'))
require('next')
const { startServer } = require('next/dist/server/lib/start-server') as {
  startServer(options: object): Promise<void>
}
await startServer({
  dir: folder,
  isDev: false,
  config: settings,
  hostname: process.env.WEB_HOST || '127.0.0.1',
  port: Number(process.env.WEB_PORT || 3000),
  allowRetry: false,
})
