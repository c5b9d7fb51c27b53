export { CHANGE_CHANNEL, Change } from './change.ts'
export { type ChangeFeed, type ListenOptions, listenChanges } from './listen-changes.ts'
export { publishChange, type RunsSql } from './publish-change.ts'
