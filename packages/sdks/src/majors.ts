/** The releases of a runner to try: the newest one, or all of them under `pnpm sdks`. */
export function majors<Major extends number>(all: readonly Major[]): readonly Major[] {
  return process.env['AGENTGUARD_SDKS'] === 'all' ? all : all.slice(-1)
}
