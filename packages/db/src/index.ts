export {
  type Change,
  type ChangedEntity,
  type ChangeSubscription,
  publishChange,
  type SubscribeOptions,
  subscribeToChanges,
} from './change-feed.ts'
export { createPrisma, type Prisma, type PrismaOptions, type PrismaTransaction } from './client.ts'
export { ensurePartitions } from './ensure-partitions.ts'
export * from './generated/client.ts'
/** Generated input types and `sql`; `Prisma` itself is our name for the client. */
export { Prisma as PrismaNamespace } from './generated/client.ts'
export { createPool, type PoolOptions, valueTypes } from './pool.ts'
export { type DatabaseRole, withRole } from './roles.ts'
