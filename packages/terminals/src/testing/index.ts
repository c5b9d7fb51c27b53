export { runDriverContract } from './driver-contract.ts'
export {
  APPROVED_AT_ONCE,
  createMemoryTerminal,
  createRandom,
  type Direction,
  type DriverPair,
  type MemoryTerminal,
  openMemoryPair,
  type OpenPair,
  type PairOptions,
} from './memory-pair.ts'
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
