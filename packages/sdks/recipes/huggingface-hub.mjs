import { downloadFile } from '@huggingface/hub'

// A model's configuration: what a pipeline downloads first.
export async function reach({ url = 'https://huggingface.co' } = {}) {
  await downloadFile({ repo: 'Xenova/all-MiniLM-L6-v2', path: 'config.json', hubUrl: url }) // calls out
}
