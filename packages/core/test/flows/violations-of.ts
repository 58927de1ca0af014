import { type EgressOptions, type Evidence, isEgressViolationError, noEgress } from '../../src/index.ts'

/** The violations of a call, which must end by itself. */
export async function violationsOf(run: () => unknown, options: EgressOptions = {}): Promise<readonly Evidence[]> {
  try {
    await noEgress(options, run)
    return []
  } catch (error) {
    if (isEgressViolationError(error)) return error.violations
    throw error
  }
}
