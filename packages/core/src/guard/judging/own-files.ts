import { captureTrace } from '../../evidence/record/trace.ts'
import { insideDirectories, parseStack } from '../../evidence/stack/stack.ts'

// The stack's text is made when it is read, which most processes never do.
const here = captureTrace(captureTrace)
// A cache for each copy of this package, since each has its own files.
const found: { isInside?: (file: string) => boolean } = {}

/**
 * Whether a file belongs to this package, also when a workspace links it and its path has no `node_modules`.
 *
 * The package finds itself in a stack and not in `import.meta`, because source maps change the paths in stacks.
 */
export function isOwnFile(file: string): boolean {
  found.isInside ??= insideDirectories([`${ownRoot()}/dist`, `${ownRoot()}/src`])
  return found.isInside(file)
}

/** The preload that guards a child process or a worker thread. It is CommonJS, since only that can be preloaded in every thread. */
export function preload(): string {
  return `${ownRoot()}/dist/agentguard-child.cjs`
}

/** The folder of this package. */
export function ownRoot(): string {
  const [frame] = parseStack(here.stack)
  return (frame && /^(.*)[\\/](?:dist|src)[\\/]/.exec(frame.file)?.[1]) ?? 'unknown'
}
