import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Projects with files that run for a minute and more. Vitest itself begins with large files where it has seen no run. */
const long = ['sdks', 'compat', 'setups', 'page', 'e2e']

const rank = ({ project }: TestSpecification): number => [...long, project.name].indexOf(project.name)

/** Begins with long files: one of them at the end would occupy one processor while the other waits. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // The method of arrays with the same name is another one.
    // oxlint-disable-next-line unicorn/no-array-sort
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
