import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from '../../tools/stack/root.ts'

/** Stays beside the bundle: it loads a binary made for the machine. */
const NATIVE = 'serialport'

/** The agent as a shop gets it: one file of plain JavaScript with all it needs, and the serial port's binary. Gives the file. */
export async function bundleAgent(folder: string): Promise<string> {
  const file = join(folder, 'agent.mjs')
  const bundle = await rolldown({
    input: join(ROOT, 'apps/agent/src/main.ts'),
    platform: 'node',
    external: [NATIVE],
    logLevel: 'silent',
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false, minify: true })
  await bundle.close()
  const modules = join(folder, 'node_modules')
  mkdirSync(modules, { recursive: true })
  symlinkSync(dirname(dirname(createRequire(import.meta.url).resolve(NATIVE))), join(modules, NATIVE))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return file
}
