import { type BundleSource, MalformedBundle, openBundle } from '@counterfoil/audit'
import { Unreadable } from './exit-codes.ts'

/** Opens a bundle, hands it on, and closes it whatever happens; what cannot be read is said in plain words. */
export async function withBundle<Result>(path: string, use: (source: BundleSource) => Promise<Result>): Promise<Result> {
  const source = await readable(path, () => openBundle(path))
  try {
    return await readable(path, () => use(source))
  } finally {
    await source.close()
  }
}

async function readable<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new Unreadable(`there is no bundle ${path}`)
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') throw new Unreadable(`${path} may not be read (${code})`)
    if (error instanceof MalformedBundle) throw new Unreadable(`${path}: ${error.message}`)
    throw error
  }
}
