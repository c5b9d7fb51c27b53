/** Where something may be fetched: at the provider, by TLS; or where a test has put it. */
export type Allows = (url: URL) => boolean

/**
 * `hosts` by name; one that begins with a dot stands for all below it. `instead` is the whole address of a stand-in, which is
 * then the only one.
 */
export function allowHosts(hosts: readonly string[], instead?: string): Allows {
  if (instead !== undefined) return ({ origin }) => origin === instead
  return ({ protocol, port, username, password, hostname }) =>
    protocol === 'https:' &&
    port === '' &&
    username === '' &&
    password === '' &&
    hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host))
}
