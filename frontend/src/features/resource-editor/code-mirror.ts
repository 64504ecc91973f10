import { indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { fromYaml } from './yaml-text';

// Colours are the page's own variables, so that both themes need only one set of rules.
const look = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-geist-mono), ui-monospace, monospace', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--text-3)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--accent-soft) !important',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--hover)', border: 'none', color: 'var(--text-3)', padding: '0 6px' },
  '.cm-panels, .cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-searchMatch': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-textfield': { backgroundColor: 'var(--surface)', borderColor: 'var(--line-strong)', color: 'var(--text)' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--hover)',
    borderColor: 'var(--line-strong)',
    color: 'var(--text)',
  },
});

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)' },
  { tag: [tags.string, tags.content], color: 'var(--text)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--ok)' },
  { tag: [tags.comment, tags.meta, tags.punctuation, tags.separator], color: 'var(--text-3)' },
]);

/** Marks the line where the YAML cannot be read. */
function findMistakes(view: EditorView): Diagnostic[] {
  const { error } = fromYaml(view.state.doc.toString());
  if (!error) return [];
  const { from, to } = view.state.doc.line(Math.min(error.line ?? 1, view.state.doc.lines));
  return [{ from, to, severity: 'error', message: error.message }];
}

export type EditorOptions = {
  parent: HTMLElement;
  text: string;
  label: string;
  readOnly: boolean;
  onChange: (text: string) => void;
  /** Ctrl S and ⌘S. */
  onSave: () => void;
};

/** Escape leaves the editor, so that Tab can indent without being a trap for the keyboard. */
function keys(onSave: () => void): Extension {
  const save = () => {
    onSave();
    return true;
  };
  const leave = (view: EditorView) => {
    view.contentDOM.blur();
    return true;
  };
  return [
    keymap.of([{ key: 'Mod-s', run: save, preventDefault: true }, indentWithTab]),
    keymap.of([{ key: 'Escape', run: leave }]),
  ];
}

/** Makes an editor for YAML. This module is heavy: load it lazily. */
export function createEditor({ parent, text, label, readOnly, onChange, onSave }: EditorOptions): EditorView {
  const extensions: Extension[] = [
    basicSetup,
    keys(onSave),
    yaml(),
    indentUnit.of('  '),
    look,
    syntaxHighlighting(colours),
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.updateListener.of((update) => update.docChanged && onChange(update.state.doc.toString())),
    readOnly ? [] : [lintGutter(), linter(findMistakes, { delay: 300 })],
  ];
  return new EditorView({ parent, doc: text, extensions });
}
