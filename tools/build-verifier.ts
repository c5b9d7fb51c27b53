import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** `npm run build:verifier`: one file that runs with plain Node (20.12 or newer) and nothing installed. */
export async function buildVerifier(root: string, file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(root, 'apps/cli/src/verify.main.ts'),
    platform: 'node',
    cwd: root,
    treeshake: true,
    logLevel: 'warn',
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false, banner: '#!/usr/bin/env node' })
  await bundle.close()
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/^import .* from ["']([^"']+)["'];?$/gm))
    if (!specifier.startsWith('node:')) throw new Error(`${file} still needs ${specifier}: it would not run with plain Node`)
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const file = join(root, 'dist/counterfoil-verify.mjs')
  mkdirSync(join(root, 'dist'), { recursive: true })
  await buildVerifier(root, file)
  console.log(file)
}
