export { runDriverContract } from './driver-contract.ts'
export {
  APPROVED_AT_ONCE,
  type Direction,
  type DriverPair,
  factsOf,
  finalOf,
  type Leftover,
  leftoverOf,
  type OpenPair,
  type PairOptions,
} from './driver-pair.ts'
export { createRandom, type MemoryPair, type MemoryPairOptions, openMemoryPair } from './memory-pair.ts'
export { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
