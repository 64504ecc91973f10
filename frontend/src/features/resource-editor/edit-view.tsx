import { useMemo } from 'react';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';
import type { KubeObject } from '@/lib/kube-object';
import { DiffView } from './diff-view';
import { diffLines } from './line-diff';
import type { Editor } from './use-editor';
import { YamlEditor } from './yaml-editor';
import { readable, toYaml } from './yaml-text';

type Props = { editor: Editor; object: KubeObject; name: string; editable: boolean };

function standing({ parsed, dirty }: Editor, editable: boolean): string {
  if (parsed.error) return `${parsed.error.line ? `Line ${parsed.error.line}: ` : ''}${parsed.error.message}`;
  if (dirty) return 'Changed, not applied';
  return editable ? '' : 'You may look at this object but not change it.';
}

function Against({ theirs, text }: { theirs: KubeObject; text: string }) {
  const diff = useMemo(() => diffLines(toYaml(readable(theirs)), text), [theirs, text]);
  return <DiffView diff={diff} label="Yours against their version" className="lg:w-1/2" />;
}

/** The editor with what it says about the text, and the way to the review. */
export function EditView({ editor, object, name, editable }: Props) {
  const { step, text, parsed, dirty } = editor;
  const against = step.name === 'edit' ? step.against : undefined;
  const ready = editable && dirty && parsed.object !== null;
  return (
    <section aria-label="YAML" className="flex min-h-0 flex-1 flex-col gap-3">
      {editor.behind && (
        <Notice
          level="info"
          title="There is a newer version"
          action={
            <Button size="sm" onClick={() => editor.merge(object)}>
              Bring it in
            </Button>
          }
        >
          Your changes will be put on top of it.
        </Notice>
      )}
      <div className="flex min-h-0 flex-1 flex-col gap-3 lg:flex-row">
        <YamlEditor
          label={`YAML of ${name}`}
          text={text}
          readOnly={!editable}
          onChange={editor.setText}
          onSave={() => ready && editor.review()}
          className="min-h-80 flex-1"
        />
        {against && <Against theirs={against} text={text} />}
      </div>
      <footer className="flex flex-wrap items-center gap-2">
        <CopyButton text={text}>Copy</CopyButton>
        <p role="status" className={parsed.error ? 'mr-auto text-bad text-sm' : 'mr-auto text-sm text-text-3'}>
          {standing(editor, editable)}
        </p>
        {dirty && <Button onClick={() => editor.start(object)}>Discard</Button>}
        {editable && (
          <Button variant="primary" busy={editor.busy} disabled={!ready} onClick={editor.review}>
            Review changes
          </Button>
        )}
      </footer>
    </section>
  );
}
