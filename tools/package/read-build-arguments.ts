import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readSigningKey } from './write-sums.ts'

export interface BuildArguments<Platform extends string, Kind extends string> {
  readonly folder: string
  readonly version: string
  /** All unless named; the kinds too. */
  readonly platforms?: readonly Platform[]
  readonly kinds?: readonly Kind[]
  readonly level?: number
  readonly signWith?: KeyObject
  /** Text of the chain's `root.json`, for agents that take versions from the hub. */
  readonly updateRoot?: string
}

export interface BuildCommand<Platform extends string, Kind extends string> {
  readonly name: string
  readonly platforms: readonly Platform[]
  readonly kinds: readonly Kind[]
  /** Unless told otherwise. */
  readonly version: string
  readonly folder: string
}

/** What `npm run build:…` was told; says how it is used, and returns nothing, where that makes no sense. */
export function readBuildArguments<Platform extends string, Kind extends string>(
  command: BuildCommand<Platform, Kind>,
): BuildArguments<Platform, Kind> | undefined {
  const { name, platforms, kinds } = command
  try {
    const { values } = parseArgs({
      options: {
        to: { type: 'string' },
        version: { type: 'string' },
        platform: { type: 'string', multiple: true },
        kind: { type: 'string', multiple: true },
        fast: { type: 'boolean' },
        sign: { type: 'string' },
        'update-root': { type: 'string' },
      },
    })
    const { version = command.version, to = command.folder } = values
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`"${version}" is no version`)
    return {
      folder: resolve(to),
      version,
      ...(values.platform && { platforms: among(platforms, values.platform) }),
      ...(values.kind && { kinds: among(kinds, values.kind) }),
      ...(values.fast && { level: 1 }),
      ...(values.sign && { signWith: readSigningKey(resolve(values.sign)) }),
      ...(values['update-root'] && { updateRoot: readFileSync(resolve(values['update-root']), 'utf8') }),
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(
      `usage: npm run ${name} -- [--version 1.2.3] [--platform ${platforms.join('|')} …] [--kind ${kinds.join('|')} …] [--to FOLDER] [--fast] [--sign KEY.pem] [--update-root FILE]`,
    )
    process.exitCode = 2
    return undefined
  }
}

function among<Word extends string>(known: readonly Word[], given: readonly string[]): Word[] {
  return given.map((word) => {
    const found = known.find((each) => each === word)
    if (found === undefined) throw new Error(`there is no "${word}": ${known.join(', ')}`)
    return found
  })
}
