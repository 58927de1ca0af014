/** A program about to start: what `child_process` hands to the system. */
export interface Program {
  readonly file: string
  /** The name it is told to have, which some programs obey; its file where it is left out. */
  readonly name?: string | undefined
  /** Without that name. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The environment that the runner was started with: what stands there, its user set. */
  readonly inherited: Readonly<Record<string, string | undefined>>
  readonly cwd: string
}
