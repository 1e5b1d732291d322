// The strap's flash: MEMFS for the interpreter, mirrored to a folder as littlefs would commit it.
// Data is there after flush() or close(), a rename is one step; killing the process loses the rest.

import fs from "node:fs";
import path from "node:path";

// emscripten's errno numbers to the ones boards use
const ERRNO = {
  2: 13, 6: 11, 8: 9, 10: 16, 20: 17, 28: 22, 29: 5, 31: 21, 43: 19, 44: 2, 51: 28, 52: 38, 54: 20,
  55: 39, 63: 1, 69: 30, 70: 29, 75: 18,
};
export const posixErrno = (n) => ERRNO[n] ?? n;

const EIO = 5;

const NOT_OURS = new Set(["tmp", "home", "dev", "proc"]); // emscripten's own
const TEMPORARY = ".being-written";
const O_ACCMODE = 3;
const O_CREAT = 0o100;
const AT_REMOVEDIR = 0x200;
const BLOCK = 4096;
const BLOCKS = 512; // 2 MB, what a 4 MB board has left

export class Flash {
  // broken is told what the folder's disk refuses. changes: shared, how many were made, and after
  // how many the power is cut (-1: never).
  constructor(folder, broken, changes) {
    this.folder = folder;
    this.broken = broken;
    this.changes = changes;
    this.FS = null;
    this.written = new Map(); // descriptor: path
  }

  // Each import of the interpreter that deals with files gets boards' errno and tells this flash;
  // wrapped once, for env and wasi are one object.
  wrapImports() {
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = (binary, imports) => {
      for (const table of new Set(Object.values(imports)))
        for (const [name, f] of Object.entries(table))
          if (name.startsWith("__syscall") || name.startsWith("fd_"))
            table[name] = (...args) => this.call(name, f, args);
      return instantiate.call(WebAssembly, binary, imports);
    };
  }

  // __syscall* answer with negative errno, fd_* with positive ones.
  call(name, f, args) {
    const before = this.before(name, args);
    const result = f(...args) ?? 0; // fd_sync of MEMFS says nothing
    if (result < 0) return -posixErrno(-result);
    if (result > 0 && name.startsWith("fd_")) return posixErrno(result);
    try {
      this.after(name, args, result, before);
      return result;
    } catch (e) {
      this.broken(`${this.folder}: ${e.message}`);
      return name.startsWith("fd_") ? EIO : -EIO;
    }
  }

  // The folder's files into the interpreter; from now on the other way.
  mount(mp) {
    this.module = mp._module;
    const FS = mp.FS;
    fs.mkdirSync(this.folder, { recursive: true });
    fs.rmSync(path.join(this.folder, TEMPORARY), { force: true });
    const load = (inside) => {
      for (const entry of fs.readdirSync(path.join(this.folder, inside), { withFileTypes: true })) {
        const name = `${inside}/${entry.name}`;
        if (NOT_OURS.has(name.slice(1))) continue;
        if (entry.isDirectory()) {
          if (!FS.analyzePath(name).exists) FS.mkdir(name);
          load(name);
        } else if (entry.isFile()) {
          FS.writeFile(name, fs.readFileSync(path.join(this.folder, name)));
        }
      }
    };
    load("");
    const readdir = FS.readdir.bind(FS);
    FS.readdir = (p) =>
      this.absolute(p) === "/" ? readdir(p).filter((n) => !NOT_OURS.has(n)) : readdir(p);
    this.FS = FS;
  }

  has(name) {
    return this.FS.analyzePath(`/${name}`).exists;
  }

  absolute(p) {
    return path.posix.resolve(this.FS?.cwd() ?? "/", p);
  }

  // Where a path of the strap lives on disk; null for what is not the strap's.
  disk(p) {
    const inside = this.absolute(p);
    if (inside === "/" || NOT_OURS.has(inside.split("/")[1])) return null;
    return path.join(this.folder, inside);
  }

  text(pointer) {
    return this.module.UTF8ToString(pointer);
  }

  // Before each change of the folder.
  count() {
    if (this.changes[0] === this.changes[1]) process.kill(process.pid, "SIGKILL");
    this.changes[0]++;
  }

  // What must be known before the call, because afterwards it is gone.
  before(name, args) {
    if (!this.FS) return null;
    if (name === "fd_close") return this.written.get(args[0]);
    return null;
  }

  after(name, args, result, before) {
    if (!this.FS) return;
    const act = ACTS[name];
    if (act) act(this, args, result, before);
  }

  commit(p) {
    const to = this.disk(p);
    if (!to || !this.FS.analyzePath(p).exists) return;
    this.count();
    const temporary = path.join(this.folder, TEMPORARY);
    fs.writeFileSync(temporary, this.FS.readFile(p));
    fs.renameSync(temporary, to);
  }

  // A soft reset closes open files, with what was written so far.
  closeAll() {
    for (const p of this.written.values()) this.commit(p);
  }

  blocksUsed(folder = "/") {
    let used = 2;
    for (const name of this.FS.readdir(folder)) {
      if (name === "." || name === "..") continue;
      const p = folder === "/" ? `/${name}` : `${folder}/${name}`;
      const stat = this.FS.stat(p);
      used += this.FS.isDir(stat.mode) ? this.blocksUsed(p) : Math.ceil(stat.size / BLOCK);
    }
    return used;
  }
}

const ACTS = {
  __syscall_openat(flash, [, pointer, flags], fd) {
    if ((flags & O_ACCMODE) === 0) return;
    const p = flash.absolute(flash.text(pointer));
    const to = flash.disk(p);
    if (!to) return;
    flash.written.set(fd, p);
    if (!(flags & O_CREAT) || fs.existsSync(to)) return;
    flash.count();
    fs.closeSync(fs.openSync(to, "a"));
  },
  fd_sync(flash, [fd]) {
    if (flash.written.has(fd)) flash.commit(flash.written.get(fd));
  },
  fd_close(flash, [fd], result, p) {
    if (!p) return;
    flash.written.delete(fd);
    flash.commit(p);
  },
  __syscall_renameat(flash, [, from, , to]) {
    const [old, now] = [flash.text(from), flash.text(to)].map((p) => flash.disk(p));
    if (!old || !now) return;
    flash.count();
    fs.renameSync(old, now);
  },
  __syscall_unlinkat(flash, [, pointer, flags]) {
    const p = flash.disk(flash.text(pointer));
    if (!p) return;
    flash.count();
    flags & AT_REMOVEDIR ? fs.rmdirSync(p) : fs.unlinkSync(p);
  },
  __syscall_rmdir(flash, [pointer]) {
    const p = flash.disk(flash.text(pointer));
    if (!p) return;
    flash.count();
    fs.rmdirSync(p);
  },
  __syscall_mkdirat(flash, [, pointer]) {
    const p = flash.disk(flash.text(pointer));
    if (!p) return;
    flash.count();
    fs.mkdirSync(p, { recursive: true });
  },
  __syscall_statfs64(flash, [, , buf]) {
    // struct statfs of wasm32: blocks, free, available, 64 bits each, from byte 8 on
    const view = new DataView(flash.module.HEAPU8.buffer);
    const free = Math.max(0, BLOCKS - flash.blocksUsed());
    [BLOCKS, free, free].forEach((n, i) => view.setBigUint64(buf + 8 + 8 * i, BigInt(n), true));
  },
};
