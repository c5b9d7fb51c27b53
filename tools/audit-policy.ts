import { readFileSync } from 'node:fs'
import { type AdvisoryList, checkPolicy } from './supply-chain/check-policy.ts'
import { knownInstallScripts } from './supply-chain/install-scripts.ts'
import { readLock } from './supply-chain/read-lock.ts'

/** `npm run audit:policy [-- --json]`: exit 1 when the lock file breaks a rule; known flaws and an old list are warnings. */
const packages = readLock(readFileSync('package-lock.json', 'utf8'))
const advisories = JSON.parse(readFileSync('tools/supply-chain/advisories.json', 'utf8')) as AdvisoryList
const npmrc = readFileSync('.npmrc', 'utf8').split('\n')
const report = checkPolicy({ packages, advisories, knownInstallScripts, npmrc, today: new Date() })

if (process.argv.includes('--json')) console.log(JSON.stringify({ packages: packages.length, ...report }))
else {
  for (const line of report.violations) console.error(`forbidden: ${line}`)
  for (const line of report.warnings) console.error(`warning: ${line}`)
  const { length } = report.violations
  console.log(
    `${packages.length} packages, ${advisories.advisories.length} advisories of ${advisories.checkedOn}: ${length} forbidden, ${report.warnings.length} warnings`,
  )
}
if (report.violations.length > 0) process.exitCode = 1
