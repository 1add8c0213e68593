/** What a class of facts or requests does not say of its fields, each as a sentence that says how to mend it. */
import { getMetadataStorage } from 'class-validator';
import ts from 'typescript';
import { declaredIn } from '../libs/forms/declared.js';
import type { Option, Field } from '../libs/forms/field.js';
import { fieldsOf } from '../libs/forms/form.js';
import type { Workflow } from '../libs/workflow/index.js';
import type { Shape } from '../libs/workflow/shapes.js';
import { pathOf, waysOn, withinAndSelf } from '../libs/workflow/state.js';

/** What class-validator checks and no decorator of libs/forms declares; what is only said to be optional. */
export function undeclaredIn(shape: Shape): readonly string[] {
  const checks = getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false);
  const declared = declaredIn(shape);
  const names = new Set([...checks.map(({ propertyName }) => propertyName), ...declared.map(({ name }) => name)]);
  return [...names]
    .filter((name) => !declared.some((each) => each.name === name && each.said !== undefined))
    .map((name) => `${shape.name}.${name} is checked, and nothing says what it is: give it a decorator of libs/forms.`);
}

/** Of a class whose fields are all declared, those of what is nested in it among them. */
export const lackingInFields = (shape: Shape): readonly string[] => lackingAmong(fieldsOf(shape), shape.name);

function lackingAmong(fields: readonly Field[], where: string): readonly string[] {
  const labels = fields.map(({ label }) => label);
  const twice = labels.filter((label, index) => labels.indexOf(label) !== index);
  return [
    ...twice.map((label) => `${where} has two fields called “${label}”: tell one of them another label.`),
    ...fields.flatMap((field) => lackingIn(field, `${where}.${field.name}`)),
  ];
}

function lackingIn(field: Field, where: string): readonly string[] {
  const { name, label, hint, optional } = field;
  const options = 'options' in field ? field.options : [];
  const inner = 'fields' in field ? lackingAmong(field.fields, where) : [];
  // What an object holds is asked for by programs alone.
  const isForPeople = field.kind !== 'object';
  return [
    ...(label === name ? [`${where} is called by its own name: tell a label that people read.`] : []),
    ...faultOf(label, where, 'the label'),
    ...(hint === undefined ? [] : sentenceFaultOf(hint, where, 'the hint', isForPeople)),
    ...(optional === undefined ? [] : sentenceFaultOf(optional, where, 'what @Optional says', isForPeople)),
    ...('each' in field && typeof field.each === 'string' && !/^[a-z][a-z ]*$/.test(field.each)
      ? [`${where} names one of its list “${field.each}”: write it as in “Add another condition”.`]
      : []),
    ...options.flatMap((option) => optionFaultOf(option, where)),
    ...(new Set(options.map(({ words }) => words)).size < options.length
      ? [`${where} has two options of the same words: tell them apart.`]
      : []),
    ...inner,
  ];
}

/** Spelt for programs: names with capitals inside, marks of code, how things are spelt on the wire. */
const capitalsInside = /[a-z][A-Z]/;
const marks = /[`_{}<>]|\b(id|ids|uuid|sha|json|null|boolean|true or false|yyyy)\b/i;
const codeIn = (text: string): boolean => capitalsInside.test(text) || marks.test(text);

/** What is written with capitals in the middle of a sentence. */
const names = /NHS England|Local Medical Committee|Secretary of State|Health and Wellbeing Boards/g;

function faultOf(text: string, where: string, what: string): readonly string[] {
  if (!/^[A-Z0-9]/.test(text)) return [`${where}: ${what} “${text}” does not begin with a capital: mend it.`];
  if (/[.,;:!]$/.test(text)) return [`${where}: ${what} “${text}” ends with a stop: take it off.`];
  if (/\S [A-Z][a-z]+\b.* [A-Z][a-z]+\b/.test(text.replace(names, '')))
    return [`${where}: ${what} “${text}” is not in sentence case: mend it.`];
  if (text.length > 100) return [`${where}: ${what} is longer than 100 characters: say the rest in the hint.`];
  return codeIn(text) ? [`${where}: ${what} “${text}” is in words of code: write it in plain ones.`] : [];
}

const sentenceFaultOf = (text: string, where: string, what: string, isForPeople: boolean): readonly string[] => [
  ...(/^[A-Z].*\.$/.test(text) ? [] : [`${where}: ${what} is no whole sentence: “${text}”.`]),
  ...(isForPeople && codeIn(text) ? [`${where}: ${what} is in words of code: write it in plain ones.`] : []),
];

const optionFaultOf = ({ value, words }: Option, where: string): readonly string[] => [
  ...faultOf(words, where, `the words of ${value}`),
  ...(words === value || (/[a-z]-[a-z]/.test(value) && words.includes(value))
    ? [`${where}: ${value} has no words of its own: say it as people read it.`]
    : []),
];

/** Values of options that rules and ways on tell people as they are spelt, not in their words. */
export function rawWordsIn(workflow: Workflow): readonly string[] {
  const values = Object.values(workflow.events).flatMap((shape) => fieldsOf(shape).flatMap(spelledIn));
  const told = [
    ...Object.entries(workflow.rules).map(([name, { meaning }]) => [`the rule ${name}`, meaning] as const),
    ...withinAndSelf(workflow.machine.root)
      .flatMap(waysOn)
      .map((way) => [`${pathOf(way.source)} on ${String(way.eventType)}`, way.description] as const),
  ];
  return [...new Set(told)].flatMap(([where, text]) =>
    [...new Set(values)]
      .filter((value) => typeof text === 'string' && text.includes(value))
      .map(
        (value) => `${workflow.name}@${workflow.version}: ${where} says ${value}: say it in the words of the option.`,
      ),
  );
}

/** The values with a hyphen: no words of a sentence look like them but those that were spelt for programs. */
const spelledIn = (field: Field): readonly string[] => [
  ...('options' in field ? field.options.map(({ value }) => value).filter((value) => /[a-z]-[a-z]/.test(value)) : []),
  ...('fields' in field ? field.fields.flatMap(spelledIn) : []),
];

/**
 * Properties of a class that is held against data, and that no decorator declares: a property leaves no trace in the class that is run, so
 * they are read from its source. `isHeld`: whether a class of this name is one.
 */
export function bareIn(file: string, source: string, isHeld: (name: string) => boolean): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node) && isHeld(node.name?.text ?? ''))
      found.push(...node.members.filter(isBare).map((each) => `${node.name?.text}.${each.name?.getText()}`));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ES2024, true));
  return found.map(
    (each) => `${each} in ${file} has no decorator, so that nobody can say it: give it one of libs/forms.`,
  );
}

function isBare(member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member)) return false;
  const isOfTheClass = member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
  return !isOfTheClass && (ts.getDecorators(member) ?? []).length === 0;
}
