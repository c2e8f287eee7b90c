import type { Shown } from '../exhibiting.js';
import { asShown } from '../exhibiting.js';
import type { Scene } from '../exhibits/exhibit.js';

/** For programs. The findings of a run are in its own result. */
export const exhibitJson = (all: readonly Shown[]): object => ({
  asExpected: all.every(asShown),
  exhibits: all.map((shown) => {
    const { title, shows, means, failure, cure } = shown.exhibit;
    return {
      ...{ name: shown.name, title, shows, means, asExpected: asShown(shown) },
      failure: { what: failure.what, ...sceneJson(shown.failure) },
      cure: { what: cure.what, ...sceneJson(shown.cure) },
    };
  }),
});

const sceneJson = ({ asExpected, figures, runs }: Scene): object => ({
  asExpected,
  figures,
  // undefined is left out of JSON
  runs: runs.map((run) => ({ ...run, findings: undefined })),
});
