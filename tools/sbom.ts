import { readFileSync, writeFileSync } from 'node:fs'
import { readLock } from './supply-chain/read-lock.ts'
import { findUnlisted, makeSbom } from './supply-chain/sbom.ts'

/** `npm run sbom [-- FILE]`: the bill of materials as CycloneDX JSON, on standard output or into FILE. */
const [file] = process.argv.slice(2)
const { text, sbom } = makeSbom('.')
const unlisted = findUnlisted(sbom, readLock(readFileSync('package-lock.json', 'utf8')))
if (unlisted.length > 0) {
  console.error(`The bill of materials does not list ${unlisted.join(', ')}; it was not written.`)
  process.exitCode = 1
} else if (file === undefined) process.stdout.write(text)
else {
  writeFileSync(file, text)
  console.log(`${sbom.components.length} components in ${file}`)
}
