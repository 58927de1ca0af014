import * as vitest from 'vitest'
import './augmentation.ts'
import { registerFile } from './runtime.js'

// Vitest inlines a setup file. So it imports the running `vitest`, whichever copy is next to this package, and is
// evaluated for every test file. What it imports from node_modules is evaluated once, so the work has to be a call.
registerFile(vitest)
