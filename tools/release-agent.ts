import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PLATFORMS } from './agent-package/platforms.ts'
import { addVersion, initRepository, renewList, renewRoot } from './update-repository/release-verbs.ts'

/** `npm run release:agent`: signs versions of the agent for the hub to give out. The keys stay with whoever runs it. */
const USAGE = `usage: npm run release:agent -- init  --keys FOLDER --to FOLDER
       npm run release:agent -- add   --keys FOLDER --to FOLDER --version 1.2.3 [--platform ${PLATFORMS.map(({ id }) => id).join('|')} …]
       npm run release:agent -- renew --keys FOLDER --to FOLDER
       npm run release:agent -- root  --keys FOLDER --to FOLDER`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      keys: { type: 'string' },
      to: { type: 'string' },
      version: { type: 'string' },
      platform: { type: 'string', multiple: true },
    },
  })
  const { keys, to } = values
  if (keys === undefined || to === undefined) throw new Error('--keys and --to are wanted')
  const places = { root: join(import.meta.dirname, '..'), keys: resolve(keys), to: resolve(to), now: new Date() }
  switch (positionals[0]) {
    case 'init':
      console.log(initRepository(places))
      break
    case 'add':
      console.log(await addVersion(places, values.version ?? '', values.platform ?? PLATFORMS.map(({ id }) => id)))
      break
    case 'renew':
      console.log(renewList(places))
      break
    case 'root':
      console.log(renewRoot(places))
      break
    default:
      throw new Error('say what to do')
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(USAGE)
  process.exitCode = 2
}
