export {
  type AgentStanding,
  agentStandings,
  type ChainFigures,
  type FundsFileState,
  fundsFileStates,
  type LongQueue,
  MOST_NAMED,
  readChainFigures,
} from './read-figures.ts'
