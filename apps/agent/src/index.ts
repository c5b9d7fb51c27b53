export { type Agent, type AgentOptions, createAgent } from './agent.ts'
export {
  type AgentConfig,
  addressText,
  type LinkAddress,
  type TerminalConfig,
  type TillApiConfig,
  type TillConfig,
} from './agent-config.ts'
export type { AgentStatus, TerminalNow } from './agent-status.ts'
export { type ConfigurationFile, openConfigurationFile } from './configuration/configuration-file.ts'
export { openFolderDisk } from './configuration/folder-disk.ts'
export { backOffMs } from './link/back-off.ts'
export { connectPath } from './link/connect-path.ts'
export { connectSocketIo } from './link/connect-socket-io.ts'
export { describePaths, HUB_PATHS_KEY, type HubPathsStatus } from './link/describe-paths.ts'
export { type EnrolOptions, type EnrolResult, enrol } from './link/enrol.ts'
export { createHubLink, type HubLink, type HubLinkOptions, type HubLinkStatus } from './link/hub-link.ts'
export type { ConnectPath, HubPath, PathFailure, PathHandlers } from './link/hub-path.ts'
export { createHubPaths, type HubPaths, type HubPathsOptions, type PathTiming } from './link/hub-paths.ts'
export type { ConnectHub, HubSocket, HubSocketHandlers } from './link/hub-socket.ts'
export { createHubTransport, type HubTransport, type TransportSettings } from './link/hub-transport.ts'
export { type Identity, openIdentityKeys, readIdentity, writeIdentity } from './link/identity.ts'
export { createIdentityKeys, type IdentityKeys, type KeyStore, memoryKeys, type SigningKey } from './link/identity-keys.ts'
export { postJson } from './link/post-json.ts'
export { type HubRefusal, notingRefusals } from './link/refusal-book.ts'
export { type Log, silentLog } from './log.ts'
export { createIdSource } from './new-id.ts'
export { type OutboxOptions, openOutbox, openOutboxForReading } from './outbox/open-outbox.ts'
export type { Outbox, OutboxBatch, Recordable } from './outbox/outbox.ts'
export { OutboxError } from './outbox/outbox-error.ts'
export type { OrderAnswer, PaymentDesk, PaymentNews, PaymentOrder } from './payments/payment-desk.ts'
export type { PaymentView } from './payments/payment-view.ts'
export { createRecorder, type Recorder } from './recorder/create-recorder.ts'
export type { SpaceReading } from './recorder/pressure.ts'
export type { RecordSpace } from './recorder/record-space.ts'
export type { ByteLink, LinkHandlers, LinkProblem, OpenLink } from './terminals/byte-link.ts'
export { openLink } from './terminals/open-link.ts'
export {
  createSimulatedTerminal,
  type SimulatedTerminal,
  type SimulatedTerminalOptions,
} from './terminals/simulated-terminal.ts'
export { AGENT_VERSION } from './version.ts'
export { describeRecord, type RecordSeen } from './witness/describe-record.ts'
export { type CheckpointVerdict, judgeCheckpoint } from './witness/judge-checkpoint.ts'
export type { WitnessedTree } from './witness/witnessed-log.ts'
