import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a script printed, and how it ended. */
export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs an ES module in its own process; it imports our sources as `core`. */
export function runScript(
  script: string,
  { flags = [], env = {} }: { readonly flags?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> {
  const core = new URL('../../src/index.ts', import.meta.url)
  const source = script
    .replaceAll("from 'core'", `from '${core.href}'`)
    .replaceAll("import('core')", `import('${core.href}')`)
  const args = [...flags, '--no-warnings', '--input-type=module', '--eval', source]
  const options = { cwd: fileURLToPath(new URL('.', import.meta.url)), env: { PATH: process.env['PATH'], ...env } }
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}
