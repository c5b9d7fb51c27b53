/** So many questions at most in one request: more than a page has, few enough that one request is not a flood. */
export const BATCH_MOST = 20
