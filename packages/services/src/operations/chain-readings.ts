import type { Reading } from './judge-alerts.ts'
import type { ChainFigures } from './read-figures.ts'

const CHAIN = 'chain'
/** With fewer, one agent more or less would be an alert. */
const LEAST_WITNESSES = 3

/** What the rules read of the whole chain. What is not known is left out: no news is no verdict. */
export function chainReadings(figures: ChainFigures): Reading[] {
  const { log, witnesses, certificate, pulls } = figures
  const readings: Reading[] = [
    { rule: 'log_lag', subject: CHAIN, value: log.lagSeconds },
    { rule: 'log_loss', subject: CHAIN, value: log.lossOpen ? 1 : 0 },
  ]
  if (log.checkpointAgeSeconds !== null)
    readings.push({ rule: 'checkpoint_age', subject: CHAIN, value: log.checkpointAgeSeconds })
  if (witnesses.expected >= LEAST_WITNESSES)
    readings.push({ rule: 'witness_loss', subject: CHAIN, value: witnesses.current / witnesses.expected })
  if (certificate !== null) readings.push({ rule: 'certificate', subject: CHAIN, value: certificate.secondsLeft })
  for (const { name, failedLooks } of pulls) readings.push({ rule: 'pull_failures', subject: name, value: failedLooks })
  return readings
}
