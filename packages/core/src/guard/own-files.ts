import { insideDirectories, parseStack } from '../evidence/stack.ts'

/**
 * Says whether a file belongs to this package, also when a workspace links it and no `node_modules` is on its path.
 *
 * The package finds itself in a stack rather than in `import.meta`, because source maps change what stacks say.
 */
export const isOwnFile: (file: string) => boolean = insideDirectories([`${ownRoot()}/dist`, `${ownRoot()}/src`])

/** The preload that guards a child process or a worker thread: CommonJS, since only such a one reaches every thread. */
export const preload: string = `${ownRoot()}/dist/register.cjs`

/** The folder of this package. */
export function ownRoot(): string {
  const [frame] = parseStack(new Error('find the own file').stack ?? '')
  return (frame && /^(.*)[\\/](?:dist|src)[\\/]/.exec(frame.file)?.[1]) ?? 'unknown'
}
