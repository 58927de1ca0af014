import { captureTrace } from '../../evidence/record/trace.ts'
import { insideDirectories, parseStack } from '../../evidence/stack/stack.ts'

// Its text is made when somebody asks for it, which in most processes nobody does.
const here = captureTrace(captureTrace)
// A cache of each copy of this package, whose files these are.
const found: { isInside?: (file: string) => boolean } = {}

/**
 * Says whether a file belongs to this package, also when a workspace links it and no `node_modules` is on its path.
 *
 * The package finds itself in a stack rather than in `import.meta`, because source maps change what stacks say.
 */
export function isOwnFile(file: string): boolean {
  found.isInside ??= insideDirectories([`${ownRoot()}/dist`, `${ownRoot()}/src`])
  return found.isInside(file)
}

/** The preload that guards a child process or a worker thread: CommonJS, since only such a one reaches every thread. */
export function preload(): string {
  return `${ownRoot()}/dist/agentguard-child.cjs`
}

/** The folder of this package. */
export function ownRoot(): string {
  const [frame] = parseStack(here.stack)
  return (frame && /^(.*)[\\/](?:dist|src)[\\/]/.exec(frame.file)?.[1]) ?? 'unknown'
}
