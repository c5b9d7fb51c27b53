/** Whoever gives indexes or signs holds this advisory lock for the transaction; any number, the same in every process. */
export const LOG_LOCK = 4_017_014
