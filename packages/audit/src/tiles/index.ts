export * from './subtrees-from-tiles.ts'
export * from './tile-path.ts'
