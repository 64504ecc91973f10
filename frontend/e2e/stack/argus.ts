import { fileURLToPath } from 'node:url';
import { facts } from './facts';
import { run } from './kubectl';

const backend = fileURLToPath(new URL('../../../backend', import.meta.url));

/** Runs the operator's command `argus` on the stack's own data. */
export function argus(command: string, input = ''): Promise<string> {
  const { python, argusHome } = facts();
  const env = {
    NODE_ENV: 'test' as const,
    PATH: process.env.PATH,
    HOME: argusHome,
    ARGUS_HOME: argusHome,
    PYTHONPATH: backend,
  };
  return run(python, ['-m', 'argus', ...command.split(' ')], input, env);
}
