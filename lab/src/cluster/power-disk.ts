import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Layout } from '#launcher';
import type { ServerProcess } from './cluster.js';

/** Sparse: it takes what PostgreSQL writes, about 150 MB. */
const DISK_BYTES = 1024 ** 3;
const COMMAND_MS_MOST = 30_000;
const run = promisify(execFile);

const folderOf = ({ postgresData }: Layout): string => join(dirname(postgresData), 'disk');
const isMounted = (folder: string): boolean =>
  readFileSync('/proc/self/mounts', 'utf8').includes(` ${folder} `);

/**
 * A disk that can lose its power: a file system in a file. What a program has not synced is in the kernel's memory and
 * not in the file, so a copy of the file is what the disk has after a power cut.
 */
export class PowerDisk {
  readonly #folder: string;
  readonly #image: string;

  constructor(private readonly layout: Layout) {
    this.#folder = folderOf(layout);
    this.#image = `${this.#folder}.img`;
  }

  /** Why there can be none, or null: only a real try tells, as root in a container may have no right to mount. */
  async prepare(): Promise<string | null> {
    if (process.getuid?.() !== 0) return 'A power cut needs root, to mount a disk that is a file.';
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(this.#image, '');
      await truncate(this.#image, DISK_BYTES);
      await this.#run('mkfs.ext4', '-q', '-F', this.#image);
      await this.#mount();
      return null;
    } catch (error) {
      return `A power cut needs to mount a disk that is a file, and that failed: ${String(error)}`;
    }
  }

  /** PostgreSQL finds its data by the same path as before. */
  async carry(postgres: ServerProcess): Promise<void> {
    const { postgresData } = this.layout;
    const carried = join(this.#folder, basename(postgresData));
    if (existsSync(carried)) return;
    await postgres.kill();
    await this.#run('cp', '-a', postgresData, carried);
    await this.#run('sync', '-f', this.#folder);
    await rm(postgresData, { recursive: true });
    await symlink(carried, postgresData);
    await postgres.start();
  }

  /** Nothing is written any more while the file is copied, and what was running never writes again. */
  async cut(postgres: ServerProcess): Promise<void> {
    const copy = `${this.#image}.cut`;
    await postgres.stop();
    await this.#run('cp', '--sparse=always', this.#image, copy);
    await postgres.kill();
    await this.#run('umount', this.#folder);
    await rename(copy, this.#image);
    await this.#mount();
    await postgres.start();
  }

  /** Also of a stack whose lab was killed. What still runs on it keeps it, unseen, until it ends. */
  static letGo(layout: Layout): void {
    const folder = folderOf(layout);
    if (isMounted(folder)) execFileSync('umount', ['--lazy', folder], { timeout: COMMAND_MS_MOST });
  }

  async #mount(): Promise<void> {
    await this.#run('mount', '-t', 'ext4', '-o', 'loop', this.#image, this.#folder);
  }

  async #run(program: string, ...words: string[]): Promise<void> {
    await run(program, words, { timeout: COMMAND_MS_MOST });
  }
}
