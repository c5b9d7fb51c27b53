/** A folder the unit names; systemd's own variables may hold several, and the first is ours. */
export function requiredFolder(name: string): string {
  const folder = process.env[name]?.split(':')[0]
  if (folder === undefined || folder === '') throw new Error(`${name} is not set: it names a folder`)
  return folder
}
