import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../tools/stack/root.ts'
import type { Benchmark } from './benchmark.ts'

const BUILT = join(ROOT, 'apps/web/.next')
const KIB = 1_024

/** Kilobytes of JavaScript, gzipped, that each page of the last build loads before anybody does anything; the figure is the heaviest. */
export const firstLoad: Benchmark = async () => {
  const { rootMainFiles } = readJson<{ readonly rootMainFiles: readonly string[] }>('build-manifest.json')
  const sizes = new Map<string, number>()
  const sizeOf = (file: string): number => {
    const size = sizes.get(file) ?? gzipSync(readFileSync(join(BUILT, file))).length
    sizes.set(file, size)
    return size
  }
  const pages: Record<string, number> = {}
  for (const { page, files } of readPages()) {
    const all = new Set([...rootMainFiles, ...files])
    pages[page] = Math.round([...all].reduce((sum, file) => sum + sizeOf(file), 0) / KIB)
  }
  const [heaviest = '', figure = 0] = Object.entries(pages).sort(([, one], [, other]) => other - one)[0] ?? []
  const ours = Math.round(rootMainFiles.reduce((sum, file) => sum + sizeOf(file), 0) / KIB)
  return { figure, unit: 'KiB', limit: 250, ratio: figure / 250, heaviest, frameworkAlone: ours, pages }
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(join(BUILT, file), 'utf8')) as T
}

/** What Next wrote for its own server: each page's scripts, of its layouts and itself. */
function readPages(): { readonly page: string; readonly files: readonly string[] }[] {
  const folder = join(BUILT, 'server/app')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('page_client-reference-manifest.js'))
    .map((file) => {
      const assigned = /__RSC_MANIFEST\["([^"]+)"\]\s*=\s*(\{[\s\S]*\})/.exec(readFileSync(join(folder, file), 'utf8'))
      if (assigned === null) throw new Error(`${file} has another form than this benchmark knows; Next has changed it`)
      const { entryJSFiles } = JSON.parse(assigned[2] ?? '') as {
        readonly entryJSFiles: Readonly<Record<string, readonly string[]>>
      }
      return {
        page: (assigned[1] ?? '').replace('/(dashboard)', '').replace(/\/page$/, '') || '/',
        files: Object.values(entryJSFiles).flat(),
      }
    })
}
