import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from '../../compat/src/install.ts'
import { installProject, type Tarballs } from './install-project.ts'
import type { Project } from './read-setups.ts'
import { reasonToSkip } from './reason-to-skip.ts'
import { runSteps } from './run-steps.ts'

export interface Outcome {
  readonly project: Project
  readonly verdict: 'ok' | 'FAILED' | 'skipped'
  /** What differs from the expected, or why the setup was skipped. */
  readonly problems: readonly string[]
  readonly seconds: number
}

export interface RunOptions {
  /** Leaves the installed projects where they are. */
  readonly keep?: boolean
  /** Called with each step as it begins or ends. */
  readonly report?: (line: string) => void
}

/** Packs agentguard, then installs and runs one project after the other, outside the workspace. */
export async function runSetups(
  projects: readonly Project[],
  { keep = false, report = () => {} }: RunOptions = {},
): Promise<readonly Outcome[]> {
  // Some tools resolve links, so paths in their output would not fit those of a linked folder.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentguard-setups-')))
  try {
    const { tarballs } = await packAll(join(folder, 'packed'))
    const outcomes: Outcome[] = []
    for (const project of projects) {
      report(`${outcomes.length + 1}/${projects.length} ${project.name}: ${project.setup.title}`)
      const outcome = await runSetup(project, join(folder, project.name), tarballs, report)
      report([`  ${outcome.verdict} (${outcome.seconds.toFixed(1)} s)`, ...outcome.problems].join('\n  '))
      outcomes.push(outcome)
      if (!keep) rmSync(join(folder, project.name), { recursive: true, force: true })
    }
    return outcomes
  } finally {
    if (keep) report(`The projects are in ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

async function runSetup(
  project: Project,
  folder: string,
  tarballs: Tarballs,
  report: (line: string) => void,
): Promise<Outcome> {
  const since = performance.now()
  const reason = reasonToSkip(project.setup)
  if (reason !== undefined) return { project, verdict: 'skipped', problems: [reason], seconds: 0 }
  await installProject(project, folder, tarballs)
  report(`  installed (${((performance.now() - since) / 1000).toFixed(1)} s)`)
  const problems = await runSteps(project.setup.steps, folder)
  const seconds = (performance.now() - since) / 1000
  return { project, verdict: problems.length === 0 ? 'ok' : 'FAILED', problems, seconds }
}
