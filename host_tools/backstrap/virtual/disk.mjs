// A folder as the disk that a strap's flash is mirrored to. Paths are the strap's, from "/" on.

import fs from "node:fs";
import path from "node:path";

const TEMPORARY = ".being-written";

export class FolderDisk {
  // changes: shared, how many were made, and after how many the power is cut (-1: never)
  constructor(folder, changes) {
    this.folder = folder;
    this.changes = changes;
    fs.mkdirSync(folder, { recursive: true });
    fs.rmSync(path.join(folder, TEMPORARY), { force: true });
  }

  at(name) {
    return path.join(this.folder, name);
  }

  // [path, bytes] of every file, [path, null] of every folder, before what is in it.
  *entries(inside = "") {
    for (const entry of fs.readdirSync(this.at(inside), { withFileTypes: true })) {
      const name = `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        yield [name, null];
        yield* this.entries(name);
      } else if (entry.isFile()) {
        yield [name, fs.readFileSync(this.at(name))];
      }
    }
  }

  // Before each change.
  count() {
    if (this.changes[0] === this.changes[1]) process.kill(process.pid, "SIGKILL");
    this.changes[0]++;
  }

  has(name) {
    return fs.existsSync(this.at(name));
  }

  write(name, data) {
    this.count();
    fs.writeFileSync(this.at(TEMPORARY), data);
    fs.renameSync(this.at(TEMPORARY), this.at(name));
  }

  touch(name) {
    this.count();
    fs.closeSync(fs.openSync(this.at(name), "a"));
  }

  rename(old, now) {
    this.count();
    fs.renameSync(this.at(old), this.at(now));
  }

  unlink(name) {
    this.count();
    fs.unlinkSync(this.at(name));
  }

  mkdir(name) {
    this.count();
    fs.mkdirSync(this.at(name), { recursive: true });
  }

  rmdir(name) {
    this.count();
    fs.rmdirSync(this.at(name));
  }
}
