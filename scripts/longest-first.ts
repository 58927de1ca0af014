import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where the files are that run for a minute and more; Vitest goes by size where it has seen no run. */
const long = ['sdks', 'compat', 'page', 'e2e']

/** Begins with long files: one of them at the end would have a processor for itself, and the other would wait. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ project }: TestSpecification): number => [...long, project.name].indexOf(project.name)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
