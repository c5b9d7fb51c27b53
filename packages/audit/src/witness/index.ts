export * from './add-checkpoint.ts'
export * from './add-checkpoint-body.ts'
