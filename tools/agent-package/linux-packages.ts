import { gzipSync } from 'node:zlib'
import { inFolder } from '../package/in-folder.ts'
import { writeDeb } from '../package/write-deb.ts'
import { type Entry, writeTar } from '../package/write-tar.ts'
import { documents, ownFile, ownText, type Programs } from './package-files.ts'
import type { Platform } from './platforms.ts'

/** What lies in `/usr/lib/counterfoil-agent`. */
function libFiles(version: readonly Entry[], { launcher }: Programs): Entry[] {
  return [
    ...inFolder('package', version),
    { path: 'launcher/launcher.mjs', mode: 0o644, bytes: launcher },
    ownFile('linux/setup.sh', 'setup.sh', 0o755),
    ownFile('linux/counterfoil-agent', 'counterfoil-agent', 0o755),
    ownFile('linux/agent.yaml', 'agent.yaml'),
  ]
}

export function linuxArchive(
  root: string,
  platform: Platform,
  version: readonly Entry[],
  programs: Programs,
  level: number,
): Buffer {
  const entries = [
    ...inFolder('lib', libFiles(version, programs)),
    ...documents(root, 'doc'),
    ownFile('linux/counterfoil-agent.service', 'counterfoil-agent.service'),
    ownFile('linux/install.sh', 'install.sh', 0o755),
    ownFile('linux/uninstall.sh', 'uninstall.sh', 0o755),
  ]
  return gzipSync(writeTar(inFolder(`counterfoil-agent-${programs.version}-${platform.id}`, entries)), { level })
}

export function debianPackage(
  root: string,
  architecture: string,
  version: readonly Entry[],
  programs: Programs,
  level: number,
): Buffer {
  const files: Entry[] = [
    ...inFolder('usr/lib/counterfoil-agent', libFiles(version, programs)),
    ...documents(root, 'usr/share/doc/counterfoil-agent'),
    ownFile('linux/counterfoil-agent.service', 'usr/lib/systemd/system/counterfoil-agent.service'),
    { path: 'usr/bin/counterfoil-agent', mode: 0o777, linkTo: '../lib/counterfoil-agent/counterfoil-agent' },
  ]
  const bytes = files.reduce((sum, file) => sum + (file.bytes?.length ?? 0), 0)
  return writeDeb({ control: control(architecture, programs.version, Math.ceil(bytes / 1024)), scripts: scripts(), files, level })
}

function control(architecture: string, version: string, kilobytes: number): string {
  return `Package: counterfoil-agent
Version: ${version}
Architecture: ${architecture}
Maintainer: Counterfoil <counterfoil@example.invalid>
Installed-Size: ${kilobytes}
Depends: libc6 (>= 2.28), libstdc++6, passwd, systemd
Recommends: udev
Section: misc
Priority: optional
Description: Counterfoil store agent
 Drives the payment terminals of a store, writes every event to disk before
 anyone else learns of it, and delivers it to the hub.
`
}

function scripts(): Record<string, string> {
  return {
    postinst: ownText('debian/postinst'),
    prerm: ownText('debian/prerm'),
    postrm: ownText('debian/postrm') + ownText('linux/setup.sh').replace(/^#!.*\n/, ''),
  }
}
