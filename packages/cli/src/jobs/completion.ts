/**
 * `cloudlink completion <shell>`: prints a completion script of `@bomb.sh/tab`. The scripts call
 * `completion/complete.ts`.
 *
 * @module
 */
import { script } from '@bomb.sh/tab';
import { Argument, type Command } from 'commander';
import type { Session } from '../session.ts';

/** The script needs a function of bash-completion, which macOS and minimal systems lack. */
const BASH_FALLBACK = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
  _get_comp_words_by_ref() {
    words=("\${COMP_WORDS[@]}")
    cword=$COMP_CWORD
    cur=\${COMP_WORDS[COMP_CWORD]}
    prev=\${COMP_WORDS[COMP_CWORD-1]}
  }
fi`;

const HELP = `
Load it in the current shell:
  source <(cloudlink completion bash)
  source <(cloudlink completion zsh)
  cloudlink completion fish | source
  cloudlink completion powershell | Out-String | Invoke-Expression
To load it in every new shell, put that line into ~/.bashrc, ~/.zshrc (after compinit), ~/.config/fish/config.fish or $PROFILE.`;

export function addTo(program: Command, { io }: Session): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish', 'powershell']))
    .description('Prints a script that completes commands, flags and names in your shell.')
    .addHelpText('after', HELP)
    .action((shell: string) => {
      const text = scriptFor(shell);
      // Loading the script twice must not fail because of its constants.
      const repeatable = text.replaceAll(/^readonly (?=ShellComp)/gm, '');
      io.stdout.write(shell === 'bash' ? `${BASH_FALLBACK}\n${repeatable}\n` : `${repeatable}\n`);
    });
}

/** The package prints the script with console.log. */
function scriptFor(shell: string): string {
  const { log } = console;
  let text = '';
  console.log = (line: string) => void (text += line);
  try {
    script(shell, 'cloudlink', 'cloudlink');
  } finally {
    console.log = log;
  }
  return text;
}
