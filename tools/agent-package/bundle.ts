import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** The serial add-on lies beside the bundle, not in a folder of prebuilds that is searched at run time. */
const ADD_ON = `import { createRequire } from 'node:module'
export const binding = createRequire(import.meta.url)('./serialport.node')
`
const FINDS_ADD_ON = 'node_modules/@serialport/bindings-cpp/dist/serialport-bindings.js'

/** One file of a program of the agent and all it imports; throws when it would still need a package at run time. */
export async function bundle(root: string, entry: string, version: string, updateRoot?: string): Promise<string> {
  const made = await rolldown({
    input: join(root, entry),
    platform: 'node',
    cwd: root,
    treeshake: true,
    logLevel: 'warn',
    plugins: [
      {
        name: 'agent-package',
        load(id) {
          if (id.endsWith(FINDS_ADD_ON)) return { code: ADD_ON, moduleType: 'js' }
          if (id.endsWith('apps/agent/src/updates/pinned-root.ts') && updateRoot !== undefined)
            return { code: `export const PINNED_ROOT = ${JSON.stringify(updateRoot)}\n`, moduleType: 'js' }
          // The package's version is said once, to the builder.
          return id.endsWith('apps/agent/src/version.ts')
            ? `export const AGENT_VERSION = ${JSON.stringify(version)}\n`
            : undefined
        },
      },
    ],
  })
  const { output } = await made.generate({ format: 'esm', codeSplitting: false, minify: false })
  await made.close()
  const [chunk, ...more] = output
  if (more.length > 0) throw new Error(`${entry} became more than one file`)
  for (const [, name = ''] of chunk.code.matchAll(/^import .* from ["']([^"']+)["'];?$/gm))
    if (!name.startsWith('node:')) throw new Error(`${entry} still needs ${name}: it would not run with plain Node`)
  return chunk.code
}
