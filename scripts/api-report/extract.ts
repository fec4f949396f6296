/**
 * Extracts the public API of an entry with API Extractor: each exported declaration and each declaration that
 * it refers to, normalised and sorted. It reads the built declarations with its own TypeScript. Part of `pnpm
 * api-report`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  ExtractorMessageCategory,
} from '@microsoft/api-extractor';

export type Entry = {
  /** As users write it, such as `@cloudlink-center/client/core`. */
  specifier: string;
  folder: string;
  /** Absolute path of its declarations. */
  declarations: string;
};

const DECLARATION =
  /^(export )?(?:declare |abstract )*(?:class|const|enum|function|interface|type|let|var) (\w+)/;

export type Declaration = { name: string; text: string; exported: boolean };

/** One compiler for all entries, since most of the time goes into reading the generated types. */
export function extractAll(entries: readonly Entry[], scratch: string): Map<Entry, Declaration[]> {
  const [first, ...others] = entries.map((entry) => ({ entry, config: configure(entry, scratch) }));
  if (first === undefined) return new Map();
  const compilerState = CompilerState.create(first.config, {
    additionalEntryPoints: others.map(({ entry }) => entry.declarations),
  });
  return new Map(
    [first, ...others].map(({ entry, config }) => [entry, extract(entry, config, compilerState)]),
  );
}

function configure({ folder, declarations }: Entry, scratch: string): ExtractorConfig {
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, 'package.json'),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarations,
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: 'nodenext',
            target: 'es2024',
            lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
            types: [],
            strict: true,
            exactOptionalPropertyTypes: true,
            allowImportingTsExtensions: true,
            noEmit: true,
            skipLibCheck: true,
          },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFileName: reportName(folder, declarations),
        reportFolder: scratch,
        reportTempFolder: join(scratch, 'temp'),
      },
      newlineKind: 'lf',
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
}

function extract(entry: Entry, config: ExtractorConfig, compilerState: CompilerState): Declaration[] {
  const problems: string[] = [];
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      if (message.category === ExtractorMessageCategory.Compiler)
        problems.push(message.formatMessageWithoutLocation());
      message.handled = true;
    },
  });
  if (problems.length > 0) throw new Error(`${entry.declarations} does not compile: ${problems.join('\n')}`);
  const report = join(config.reportFolder, reportName(entry.folder, entry.declarations));
  const [, code = ''] = /```ts\n(.*)```/s.exec(readFileSync(report, 'utf8')) ?? [];
  return declarationsIn(code);
}

function reportName(folder: string, declarations: string): string {
  return `${basename(folder)}-${basename(declarations, '.d.ts')}.api.md`;
}

/** API Extractor separates declarations by empty lines, and writes none inside of them. */
function declarationsIn(code: string): Declaration[] {
  const later = new Set([...code.matchAll(/^export \{ (\w+) \}$/gm)].map(([, name = '']) => name));
  const declared = code
    .split(/\n{2,}/)
    .map((block) => block.replaceAll(/^ *(?:\/\/[^\n]*|\/\*\*.*?\*\/)\n?/gms, '').trim())
    .flatMap((block) => {
      const [, exported, name] = DECLARATION.exec(block) ?? [];
      if (name === undefined) return [];
      return [
        {
          name,
          text: block.slice(exported?.length ?? 0),
          exported: exported !== undefined || later.has(name),
        },
      ];
    });
  const passedOn = [...code.matchAll(/^import (?:type )?\{ (?:\w+ as )?(\w+) \} from '(.*)';$/gm)]
    .filter(([, name = '']) => later.has(name))
    .map(([, name = '', module]) => ({ name, text: `{ ${name} } from '${module}';`, exported: true }));
  return [...passedOn, ...declared];
}
