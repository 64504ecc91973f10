import { expect, it } from 'vitest';
import { decodeValue } from './secret-value';

it('decodes text, also beyond ASCII', () => {
  expect(decodeValue('Z3LDvMOfZQ==')).toEqual({ text: 'grüße', bytes: 7 });
  expect(decodeValue('')).toEqual({ text: '', bytes: 0 });
});

it('does not make text of what is none', () => {
  expect(decodeValue('/////w==')).toEqual({ text: null, bytes: 4 });
});

it('knows what is no base64, such as a masked value', () => {
  expect(decodeValue('•••')).toBeNull();
});
