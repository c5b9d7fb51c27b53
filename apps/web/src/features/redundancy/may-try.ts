/** Which drills the person may begin. */
export interface MayTry {
  readonly drill: boolean
  /** What is sent to an agent as a command that the store could notice. */
  readonly disturb: boolean
}
