import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome, Reader } from './reader.ts'
import { workspace } from './read-page.ts'

/**
 * Runs a line of a shell in the reader's project; a line for the other runner is skipped. A line that installs packages or runs
 * a script of this workspace is compared with the workspace: packages by their names, scripts by name and flags.
 */
export async function runShellLine(line: string, reader: Reader): Promise<Outcome> {
  const command = line.replace(/\s+# .*$/, '').trim()
  const [, script, flags = ''] = /^(?:npx )?pnpm(?:@12)? (?!exec |add )(?:run )?([\w:-]+)(.*)$/.exec(command) ?? []
  if (script !== undefined) return verdict(checkScript(script, flags))
  const [, file, words = ''] = /^node ((?:packages|scripts)\/\S+)(.*)$/.exec(command) ?? []
  if (file !== undefined) return verdict(checkWords(file, words))
  const [, packages] = /^(?:npm install|pnpm add) (?:--save-dev|-D) (.+)$/.exec(command) ?? []
  const other = reader.runner === 'jest' ? /\bvitest\b/ : /\bjest\b/
  if (other.test(command) && !new RegExp(`\\b${reader.runner}\\b`).test(command)) return verdict(undefined)
  if (packages !== undefined) return verdict(checkPackages(packages.split(' '), reader))
  const runnable = command.replaceAll(/\b(?:npx|pnpm exec|yarn) /g, '')
  if (!/^(?:[A-Z_]+=(?:"[^"]*"|\S+) )*(?:agentguard|jest|vitest|node|npm test)\b/.test(runnable)) {
    return verdict(`nothing runs or compares '${command}'`)
  }
  const outcome = await reader.run(runnable)
  // Where a system gives out no network namespaces, the command has to say so.
  return outcome.text.includes('agentguard run --isolate: ') ? verdict(undefined) : outcome
}

const verdict = (problem: string | undefined): Outcome => ({
  code: problem === undefined ? 0 : -1,
  text: problem ?? '',
})

function checkScript(script: string, flags: string): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const run = scripts[script]
  if (run === undefined) return script === 'install' ? undefined : `there is no script ${script}`
  const sources = [...run.matchAll(/--filter (\S+)|node (\S+)/g)].flatMap(([, name, file]) =>
    file === undefined ? globSync(`packages/${name?.split('/')[1]}/src/*.ts`, { cwd: workspace }) : [file],
  )
  const code = sources.map((file) => readFileSync(join(workspace, file), 'utf8')).join('\n')
  // The tests use those of Vitest.
  if (script === 'test') return undefined
  const unknown = [...flags.matchAll(/--([\w-]+)/g)].find(([, flag]) => !new RegExp(`\\b${flag}'?: \\{`).test(code))
  return unknown === undefined ? undefined : `${script} has no flag ${unknown[0]}`
}

/** A program of this workspace has to exist, and to know the given words. */
function checkWords(file: string, words: string): string | undefined {
  if (!existsSync(join(workspace, file))) return `there is no ${file}`
  const code = readFileSync(join(workspace, file), 'utf8')
  const unknown = words.split(/\s+/).find((word) => !/^\d*$/.test(word) && !code.includes(word.replace(/^--/, '')))
  return unknown === undefined ? undefined : `${file} knows no ${unknown}`
}

function checkPackages(packages: readonly string[], { folder }: Reader): string | undefined {
  const missing = packages.find((name) => !existsSync(join(folder, '../../node_modules', name, 'package.json')))
  return missing === undefined ? undefined : `${missing} is not what the project here has installed`
}
