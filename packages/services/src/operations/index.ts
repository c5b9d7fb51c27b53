export { MIGRATING } from '@counterfoil/db/connections'
export { AcknowledgeAlertInput, acknowledgeAlert } from './acknowledge-alert.ts'
export {
  type AlertRule,
  alertRules,
  ownThresholds,
  parseThresholds,
  type Severity,
  type Threshold,
} from './alert-rules.ts'
export { chainReadings } from './chain-readings.ts'
export { deviceReadings, unwellSubject } from './device-readings.ts'
export { alertKey, CALM, type Judged, judge, judgeOff, type Reading, type Verdict } from './judge-alerts.ts'
export { getSystemState, type ListedAlert, type SystemState } from './list-alerts.ts'
export { claimNotices, type Notice, type NoticeContext, noteNotTaken, noteTaken } from './notices.ts'
export { readOpenAlerts } from './open-alerts.ts'
export {
  type AgentStanding,
  agentStandings,
  type ChainFigures,
  type FundsFileState,
  fundsFileStates,
  type LongQueue,
  MOST_NAMED,
  readChainFigures,
} from './read-figures.ts'
export { type HubsNow, readHubsNow } from './read-hubs-now.ts'
export { type NoticeChannel, recordVerdicts, UNSEEN_MS } from './record-verdicts.ts'
export { type BackupSeen, rememberBackup } from './remember-backup.ts'
