import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** The first program of this name on the search path, or in one of the further folders; null when there is none. */
export const findProgram = (
  name: string,
  searchPath: string,
  further: readonly string[] = [],
): string | null =>
  [...searchPath.split(':').filter((folder) => folder !== ''), ...further]
    .map((folder) => join(folder, name))
    .find(isProgram) ?? null;

const foldersIn = (path: string): string[] => {
  try {
    return readdirSync(path).map((name) => join(path, name));
  } catch {
    return [];
  }
};

// Homebrew's sbin is often not on the search path; keg folders serve where nothing is linked.
const brewFolders = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'].flatMap((prefix) => [
  `${prefix}/opt/rabbitmq/sbin`,
  `${prefix}/sbin`,
  `${prefix}/bin`,
]);
const debianRoots = ['/usr/lib/rabbitmq/lib'];

/** What a private node needs of an installation. */
export interface ServerInstallation {
  /** `sbin/rabbitmq-server` of the release itself. */
  readonly server: string;
  readonly epmd: string;
}

const releaseFolders = (searchPath: string): string[] => {
  const packaged = debianRoots.flatMap(foldersIn).map((folder) => join(folder, 'sbin'));
  const linked = [...searchPath.split(':'), ...brewFolders].flatMap((folder) => {
    const found = join(folder, 'rabbitmq-server');
    return folder !== '' && isProgram(found) ? [dirname(realpathSync(found))] : [];
  });
  return [...packaged, ...linked];
};

/**
 * Looks for an installed RabbitMQ: the release at RABBITMQ_HOME if that is set, else the places where packages put one.
 * Packages put a wrapper in /usr/sbin that switches from root to the rabbitmq user and keeps its data under /var; the
 * release's own script does neither, so the wrapper (which has no rabbitmq-env beside it) is passed over.
 */
export const findServer = (
  environment: Readonly<Record<string, string | undefined>>,
): ServerInstallation | null => {
  const searchPath = environment['PATH'] ?? '';
  const chosen = environment['RABBITMQ_HOME'] ?? '';
  const folders = chosen === '' ? releaseFolders(searchPath) : [join(chosen, 'sbin')];
  const home = folders.find(
    (folder) => isProgram(join(folder, 'rabbitmq-server')) && isProgram(join(folder, 'rabbitmq-env')),
  );
  const epmd = findProgram('epmd', searchPath, ['/usr/bin', '/usr/lib/erlang/bin', ...brewFolders]);
  return home === undefined || epmd === null ? null : { server: join(home, 'rabbitmq-server'), epmd };
};
