import { lockedPackage, readLock } from './locked-package.ts'
import { readFromTgz } from './read-tar.ts'

/**
 * The official Node of a platform, always out of the packed archive, also for this machine: an installed binary has no hash to be
 * held against.
 */
export function nodeBinary(root: string, platform: { readonly nodePackage: string; readonly nodeBinary: string }): Buffer {
  const entry = readLock(root)[`node_modules/${platform.nodePackage}`]
  if (entry === undefined) throw new Error(`package-lock.json has no ${platform.nodePackage}`)
  return readFromTgz(lockedPackage(root, platform.nodePackage, entry), `package/${platform.nodeBinary}`)
}
