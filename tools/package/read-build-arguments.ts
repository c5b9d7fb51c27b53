import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface BuildArguments<Id extends string> {
  readonly folder: string
  readonly version: string
  /** All unless named. */
  readonly platforms?: readonly Id[]
  readonly level?: number
}

/** What `npm run build:…` was told; says how it is used, and returns nothing, where that makes no sense. */
export function readBuildArguments<Id extends string>(
  command: string,
  known: readonly Id[],
  otherwise: { readonly version: string; readonly folder: string },
): BuildArguments<Id> | undefined {
  try {
    const { values } = parseArgs({
      options: {
        to: { type: 'string' },
        version: { type: 'string' },
        platform: { type: 'string', multiple: true },
        fast: { type: 'boolean' },
      },
    })
    const { version = otherwise.version, to = otherwise.folder } = values
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`"${version}" is no version`)
    const platforms = values.platform?.map((name) => {
      const id = known.find((each) => each === name)
      if (id === undefined) throw new Error(`there is no platform "${name}"`)
      return id
    })
    return { folder: resolve(to), version, ...(platforms && { platforms }), ...(values.fast && { level: 1 }) }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(`usage: npm run ${command} -- [--version 1.2.3] [--platform ${known.join('|')} …] [--to FOLDER] [--fast]`)
    process.exitCode = 2
    return undefined
  }
}
