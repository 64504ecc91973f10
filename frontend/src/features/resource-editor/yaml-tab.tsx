'use client';

import { useLeaveWarning } from '@/lib/leave';
import { toast } from '@/lib/toast-store';
import { ConflictView } from './conflict-view';
import { EditView } from './edit-view';
import { Refusal } from './refusal';
import { ReviewView } from './review-view';
import { type EditorOptions, useEditor } from './use-editor';

type Props = Omit<EditorOptions, 'onApplied'> & {
  /** False for those who may only look. */
  editable: boolean;
};

/** The object as YAML: edit, see what would change, apply, settle conflicts. */
export function YamlTab({ editable, ...options }: Props) {
  const { object, place } = options;
  const onApplied = () => toast({ level: 'ok', title: `Applied to ${place.name}` });
  const editor = useEditor({ ...options, onApplied });
  const { step } = editor;
  useLeaveWarning(editor.dirty);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {editor.problem && <Refusal problem={editor.problem} />}
      {step.name === 'conflict' && (
        <ConflictView
          base={editor.base}
          mine={editor.mine}
          theirs={step.theirs}
          onTakeTheirs={() => editor.start(step.theirs)}
          onKeepMine={() => editor.keepMine(step.theirs)}
          onMerge={() => editor.merge(step.theirs)}
        />
      )}
      {step.name === 'review' && (
        <ReviewView result={step.result} busy={editor.busy} onBack={editor.back} onApply={editor.apply} />
      )}
      {step.name === 'edit' && <EditView editor={editor} object={object} name={place.name} editable={editable} />}
    </div>
  );
}
