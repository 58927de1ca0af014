import { formatTable } from '../../../scripts/format-table.ts'
import type { Project } from './read-setups.ts'
import type { Outcome } from './run-setups.ts'

/** What each setup is, for the page. */
export function formatSetups(projects: readonly Project[]): string {
  const rows = projects.map(({ name, setup }) => [
    `[${name}](../packages/setups/projects/${name})`,
    setup.skip === undefined ? setup.title : `${setup.title}: skipped, ${setup.skip}`,
  ])
  return formatTable(['name', 'setup'], rows)
}

/** What became of each setup, for the end of a run. */
export function formatOutcomes(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ project, verdict, seconds, problems }) => [
    project.name,
    project.setup.title,
    verdict === 'skipped' ? `skipped: ${problems.join(', ')}` : verdict,
    `${seconds.toFixed(0)} s`,
  ])
  return formatTable(['name', 'setup', 'verdict', 'took'], rows)
}
