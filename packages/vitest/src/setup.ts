import * as vitest from 'vitest'
import './augmentation.ts'
import { registerFile } from './runtime.js'

// Vitest inlines a setup file, which gives it the `vitest` that is running, whatever a package manager put beside us, and
// evaluates it for every test file. What it imports from node_modules is evaluated once, so the work has to be a call.
registerFile(vitest)
