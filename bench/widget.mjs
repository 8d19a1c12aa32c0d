// Our own candidate, for `harness.mjs --candidates widget.mjs`: the agent's app of the real product, served by the
// real server, which run.mjs starts and names in KLANTBEELD_BENCH_ORIGIN.
import { seed, warm } from './product.mjs';

const origin = process.env.KLANTBEELD_BENCH_ORIGIN;
if (!origin) throw new Error('KLANTBEELD_BENCH_ORIGIN is not set: run run.mjs, which starts the server');

export const candidates = [
  {
    name: 'klantbeeld',
    url: `${origin}/app/?customer=bench-{n}&planned=show&lang=en`,
    adapter: 'adapters/klantbeeld.js',
    ours: true,
    offline: 'own',
    data: ['/api/', '/demo/', '/sign-in/'],
    async prepare({ n, file }) {
      await seed(n, file, (text) => console.error(text));
      await warm(origin, n);
    },
  },
];
