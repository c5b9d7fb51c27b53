import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'

/**
 * Resolves a name and refuses it when it leads to where nothing may be sent: what a name leads to may change between the moment
 * somebody wrote it down and the moment it is used, so the very addresses that are connected to are looked at.
 */
export function guardedLookup(mayReach: (address: string) => boolean, resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    resolve(hostname, { ...options, all: true }, (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => {
      if (error !== null) return callback(error, '', 0)
      const [first] = found
      if (first === undefined || !found.every(({ address }) => mayReach(address)))
        return callback(Object.assign(new Error('leads to where nothing may be sent'), { code: 'address_inside' }), '', 0)
      if (options.all === true) callback(null, found)
      else callback(null, first.address, first.family)
    })
  }
}
