// The strap's flash as a map of path -> bytes (null: a folder). What changes is told, so that the
// page has it when the worker is gone.

const parent = (name) => name.slice(0, name.lastIndexOf("/") + 1);

export class MemoryDisk {
  constructor(files, told = () => {}) {
    this.files = files;
    this.told = told;
  }

  // Folders come before what is in them.
  *entries() {
    for (const name of [...this.files.keys()].sort()) yield [name, this.files.get(name)];
  }

  has(name) {
    return this.files.has(name);
  }

  write(name, data) {
    this.files.set(name, data);
    this.told("write", name, data);
  }

  touch(name) {
    this.write(name, new Uint8Array(0));
  }

  rename(old, now) {
    for (const name of [...this.files.keys()])
      if (name === old || name.startsWith(`${old}/`)) {
        this.files.set(now + name.slice(old.length), this.files.get(name));
        this.files.delete(name);
      }
    this.told("rename", old, now);
  }

  unlink(name) {
    this.files.delete(name);
    this.told("unlink", name);
  }

  mkdir(name) {
    for (let at = parent(name).slice(0, -1); at; at = parent(at).slice(0, -1))
      if (!this.files.has(at)) this.files.set(at, null);
    this.files.set(name, null);
    this.told("mkdir", name);
  }

  rmdir(name) {
    this.unlink(name);
  }
}
