export const report = () => void fetch('http://tools.example/').catch(() => {})
