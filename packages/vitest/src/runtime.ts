export { registerFile } from './register-file.ts'
