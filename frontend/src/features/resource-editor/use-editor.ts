'use client';

import { type ChangeResult, replaceResource } from '@argus/sdk';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { KubeObject } from '@/lib/kube-object';
import type { Gvr, ObjectPlace } from '@/lib/place';
import { type Problem, problemOf } from '@/lib/problem';
import { onTopOf, sameIntent, versionOf } from './intent';
import { fromYaml, readable, toYaml } from './yaml-text';

/** Where an edit stands. The text is never lost on the way back from a review, a refusal or a conflict. */
export type EditorStep =
  /** `against`: their version, shown beside the editor while one merges by hand. */
  | { name: 'edit'; against?: KubeObject }
  | { name: 'review'; result: ChangeResult }
  | { name: 'conflict'; theirs: KubeObject };

export type EditorOptions = {
  kind: Gvr;
  place: ObjectPlace;
  object: KubeObject;
  readCurrent: () => Promise<KubeObject | undefined>;
  onApplied: () => void;
};

const editing: EditorStep = { name: 'edit' };

function editable(object: KubeObject): string {
  return toYaml(readable(object));
}

async function replace(kind: Gvr, place: ObjectPlace, body: KubeObject, dryRun: boolean): Promise<ChangeResult> {
  const path = { cluster_id: place.cluster, ...kind, name: place.name };
  const query = { namespace: place.namespace || undefined, dryRun };
  const { data } = await replaceResource({ path, query, body, throwOnError: true });
  return data;
}

export type Editor = ReturnType<typeof useEditor>;

/** Edits an object as YAML: try it on the server, show what would change, apply it, settle conflicts. */
export function useEditor({ kind, place, object, readCurrent, onApplied }: EditorOptions) {
  const [base, setBase] = useState(object);
  const [text, setText] = useState(() => editable(object));
  const [step, setStep] = useState<EditorStep>(editing);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const original = useMemo(() => editable(base), [base]);
  const parsed = useMemo(() => fromYaml(text), [text]);
  const dirty = text !== original;
  const mine = parsed.object ?? base;

  const load = useCallback((from: KubeObject, shown: KubeObject, next: EditorStep = editing) => {
    setBase(from);
    setText(editable(shown));
    setStep(next);
    setProblem(null);
  }, []);
  const start = useCallback((from: KubeObject) => load(from, from), [load]);
  useEffect(() => {
    if (!dirty && step.name === 'edit' && versionOf(object) !== versionOf(base)) start(object);
  }, [dirty, step, object, base, start]);

  /** Sends my object; where only the status moved on meanwhile, once more on top of that. */
  const send = async (from: KubeObject, wanted: KubeObject, dryRun: boolean): Promise<ChangeResult | null> => {
    try {
      return await replace(kind, place, wanted, dryRun);
    } catch (error) {
      const refused = problemOf(error);
      if (refused.code !== 'resource-conflict') throw error;
      const theirs = (await readCurrent()) ?? refused.current;
      if (!theirs) throw error;
      if (sameIntent(from, theirs)) return replace(kind, place, onTopOf(from, wanted, theirs), dryRun);
      setStep({ name: 'conflict', theirs });
      return null;
    }
  };
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    await work().catch((error) => setProblem(problemOf(error)));
    setBusy(false);
  };
  const tryOut = async (from: KubeObject, wanted: KubeObject) => {
    const result = await send(from, wanted, true);
    if (result) setStep({ name: 'review', result });
  };
  const review = () => attempt(() => tryOut(base, mine));
  const apply = () =>
    attempt(async () => {
      const result = await send(base, mine, false);
      if (!result) return;
      start(result.object);
      onApplied();
    });
  const merge = (theirs: KubeObject) => load(theirs, onTopOf(base, mine, theirs), { name: 'edit', against: theirs });
  const keepMine = (theirs: KubeObject) => {
    const merged = onTopOf(base, mine, theirs);
    load(theirs, merged);
    return attempt(() => tryOut(theirs, merged));
  };
  const back = () => setStep(editing);
  const behind = dirty && versionOf(object) !== versionOf(base) && !sameIntent(object, base);
  return {
    base,
    mine,
    text,
    setText,
    step,
    back,
    problem,
    busy,
    dirty,
    behind,
    parsed,
    start,
    review,
    apply,
    merge,
    keepMine,
  };
}
