import ts from 'typescript';

/** What the values of a template can be told from: our own files, and what their shapes are made of. */
const RESOLVED = /^\.|^zod/;

const programOf = (project: string): ts.Program => {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(project, {}, host);
  if (config === undefined) throw new Error(`${project} cannot be read`);
  // Strapi's types would take most of the time, and no key depends on them.
  const options: ts.CompilerOptions = { ...config.options, types: [] };
  const compiler = ts.createCompilerHost(options);
  compiler.resolveModuleNameLiterals = (names, from) =>
    names.map(({ text }) =>
      RESOLVED.test(text)
        ? ts.resolveModuleName(text, from, options, compiler)
        : { resolvedModule: undefined },
    );
  return ts.createProgram(config.fileNames, options, compiler);
};

/** Each text that a template can become: `state.${state}` is one for every state. */
const textsOf = (template: ts.TemplateExpression, checker: ts.TypeChecker): string[] => {
  const type = checker.getTypeAtLocation(template);
  const every = type.isUnion() ? type.types : [type];
  // The plugin's id stands before a key where Strapi looks it up itself.
  const afterId = template.head.text === '' ? template.templateSpans.at(-1)?.literal.text : '';
  return [
    ...every.flatMap((one) => (one.isStringLiteral() ? [one.value] : [])),
    ...(afterId?.startsWith('.') === true ? [afterId.slice(1)] : []),
  ];
};

/**
 * Finds every text that the code of a folder may give away, with templates written out by the compiler:
 * of their values it knows exactly those that can occur.
 *
 * @param project - a `tsconfig.json`
 * @param folder - the files that count
 */
export const textsUsedIn = (project: string, folder: string): ReadonlySet<string> => {
  const program = programOf(project);
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found.add(node.text);
    if (ts.isTemplateExpression(node)) {
      textsOf(node, checker).forEach((text) => found.add(text));
    }
    ts.forEachChild(node, visit);
  };
  program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(folder) && /\.tsx?$/.test(fileName))
    .forEach(visit);
  return found;
};
