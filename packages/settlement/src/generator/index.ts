export { generateChain } from './chain.ts'
export { contractsOf, FAMILIES, type Family, type FamilyId } from './families.ts'
export { type FaultName, type FaultRates, isFaultName, USUAL_FAULTS } from './faults.ts'
export { writeBai2File } from './files/bai2-file.ts'
export { writeCamtFile } from './files/camt-file.ts'
export { writeMt940File } from './files/mt940-file.ts'
export type { BankEntry, Statement } from './files/statement.ts'
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
export type { Batch, Bill, BillFamily, Row, Sale } from './row.ts'
export type { ChainSink, MadeFile, StorePayment, Truth } from './truth.ts'
export { BERLIN, dayText, midnight, SHANGHAI, type WallClock } from './wall-clock.ts'
export { nameOfBill, writeBill } from './write-bill.ts'
