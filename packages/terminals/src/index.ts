export type * from './clock.ts'
export type * from './line-reader.ts'
export type * from './payment-facts.ts'
export { findProtocol, terminalProtocols } from './registry.ts'
export { systemClock } from './system-clock.ts'
export type * from './terminal-driver.ts'
export type * from './terminal-facts.ts'
export type {
  Capability,
  DecodedMessage,
  LinkKind,
  SerialDefaults,
  SettingProblem,
  TerminalProtocol,
  TimerDefinition,
} from './terminal-protocol.ts'
export type * from './terminal-simulator.ts'
export { createVirtualClock, type VirtualClock } from './testing/virtual-clock.ts'
