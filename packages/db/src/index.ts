export {
  type Change,
  type ChangedEntity,
  type ChangeSubscription,
  publishChange,
  type SubscribeOptions,
  subscribeToChanges,
} from './change-feed.ts'
export {
  createPool,
  createPrisma,
  type PoolOptions,
  type Prisma,
  type PrismaOptions,
  type PrismaTransaction,
  valueTypes,
} from './client.ts'
export { ensurePartitions } from './ensure-partitions.ts'
export * from './generated/client.ts'
export { type DatabaseRole, withRole } from './roles.ts'
