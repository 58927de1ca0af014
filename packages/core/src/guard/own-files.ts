import { insideDirectories, parseStack } from '../evidence/stack.ts'

/**
 * Says whether a file belongs to this package, also when a workspace links it and no `node_modules` is on its path.
 *
 * The package finds itself in a stack rather than in `import.meta`, because source maps change what stacks say.
 */
export const isOwnFile: (file: string) => boolean = insideDirectories(ownDirectories())

function ownDirectories(): string[] {
  const [frame] = parseStack(new Error('find the own file').stack ?? '')
  const root = frame && /^(.*)[\\/](?:dist|src)[\\/]/.exec(frame.file)?.[1]
  return root === undefined ? [] : [`${root}/dist`, `${root}/src`]
}
