import { join } from 'node:path'
import type { ApplyMigrationsOptions } from '@counterfoil/db/migrate'
import { ROOT } from '../stack/root.ts'
import type { EnrolledAgent } from './build-chain.ts'

/** A checkout whose programs run, and what only its own code can do: make its schema, and a chain in it. */
export interface Release {
  readonly root: string
  applyMigrations(options: ApplyMigrationsOptions): Promise<readonly string[]>
  /** See `build-chain.ts`; `url` is the database owner's. */
  buildChain(url: string, dataDirs: ReadonlyMap<string, string>): Promise<EnrolledAgent[]>
}

/** Loads a release from its own checkout, with the packages it was made with. */
export function releaseAt(root: string): Release {
  return {
    root,
    async applyMigrations(options) {
      const { applyMigrations }: typeof import('@counterfoil/db/migrate') = await import(
        join(root, 'packages/db/src/migrations.ts')
      )
      return applyMigrations(options)
    },
    async buildChain(url, dataDirs) {
      const chain: typeof import('./build-chain.ts') = await import(join(root, 'tools/chaos/build-chain.ts'))
      await using ctx = chain.openContext(url)
      return await chain.buildChain(ctx, dataDirs)
    },
  }
}

export const thisRelease = releaseAt(ROOT)
