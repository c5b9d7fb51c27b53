import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** A protocol folder that its registry does not name would never run: an error, not a surprise. */
export function findUnregistered(folder: string, registry: string, marker: string): string[] {
  if (!existsSync(registry)) return [`${registry} does not exist`]
  const text = readFileSync(registry, 'utf8')
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(`${folder}/${entry.name}/${marker}`))
    .filter((entry) => !text.includes(`./${entry.name}/`))
    .map((entry) => `${folder}/${entry.name} is not in ${registry}`)
}
