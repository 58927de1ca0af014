import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceRoot } from './run-step.ts'

const { scripts } = JSON.parse(readFileSync(join(workspaceRoot, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const pnpmCommands = ['add', 'dlx', 'exec', 'install', 'pack', 'publish', 'run']

/** Scripts that a text runs by pnpm, and that neither the workspace nor pnpm has. */
export function unknownScripts(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|[`\s])(?:npx (?:--yes )?)?pnpm(?:@\d+)? (?:run )?([a-z][\w:-]*)/gm)]
    .map(([, script = '']) => script)
    .filter((script) => !Object.hasOwn(scripts, script) && !pnpmCommands.includes(script))
}
