import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { compare } from './compare.ts'
import { createCompactor } from './compactor.ts'
import type { Project } from './projects.ts'

/** Runs one project and prints its output; returns the differences to what was expected. */
export async function runProject(project: Project, print: (line: string) => void): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-demo-'))
  try {
    const report = join(folder, 'report')
    const { code, output } = await run(project, report, print)
    const exit = code === project.exitCode ? [] : [`exit code\n  - ${project.exitCode}\n  + ${code ?? 'none'}`]
    return [...exit, ...compareReport(project, report, output)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Far more than any project needs: a runner that hangs must not hang the demo. */
const timeout = 60_000

async function run(
  { args, folder }: Project,
  report: string,
  print: (line: string) => void,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, args(report), {
    cwd: folder,
    env: colourEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  })
  const output: string[] = []
  const compact = createCompactor()
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      output.push(line)
      for (const shown of compact(line)) print(shown)
    })
  }
  return await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output: output.join('\n') }))
  })
}

/** A runner sees a pipe, so this variable says whether a terminal is behind it. */
function colourEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _forced, NO_COLOR: _none, ...rest } = process.env
  return { ...rest, ...(process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) }
}

function compareReport(project: Project, report: string, output: string): string[] {
  try {
    return compare(project.expected, project.readResults(report, output))
  } catch (error) {
    return [`report\n  - can be read\n  + ${String(error)}`]
  }
}
