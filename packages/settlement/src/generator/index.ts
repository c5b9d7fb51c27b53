export { generateChain } from './chain.ts'
export { contractsOf, FAMILIES, type Family } from './families.ts'
export { type FaultName, type FaultRates, isFaultName, USUAL_FAULTS } from './faults.ts'
export {
  type CodeScore,
  type JoinScore,
  type Judgement,
  openJudge,
  type Standing,
  type StandingException,
  type StandingPair,
  type StandingPayout,
} from './judge.ts'
export { type ChainOptions, chainOptions, type Plan } from './plan.ts'
export { Chance } from './random.ts'
export { type ArrivedFile, type ChainReading, openChainReading } from './read-chain.ts'
export type { ChainSink, MadeFile, StorePayment, Truth } from './truth.ts'
