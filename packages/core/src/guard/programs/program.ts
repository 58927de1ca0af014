/** A program about to start, as `child_process` passes it to the system. */
export interface Program {
  readonly file: string
  /** `argv0`, which some programs act on. Without it, the file. */
  readonly name?: string | undefined
  /** Without `argv0`. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The environment that the runner was started with. Its values are the user's choice. */
  readonly inherited: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}
