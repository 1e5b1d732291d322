// The strap's flash: MEMFS for the interpreter, mirrored to a disk as littlefs would commit it.
// Data is there after flush() or close(), a rename is one step; what ends the interpreter loses the
// rest. A disk (disk.mjs, or a page's) has entries, has, write, touch, rename, unlink, mkdir, rmdir.

// emscripten's errno numbers to the ones boards use
const ERRNO = {
  2: 13, 6: 11, 8: 9, 10: 16, 20: 17, 28: 22, 29: 5, 31: 21, 43: 19, 44: 2, 51: 28, 52: 38, 54: 20,
  55: 39, 63: 1, 69: 30, 70: 29, 75: 18,
};
export const posixErrno = (n) => ERRNO[n] ?? n;

const EIO = 5;

const NOT_OURS = new Set(["tmp", "home", "dev", "proc"]); // emscripten's own
const O_ACCMODE = 3;
const O_CREAT = 0o100;
const AT_REMOVEDIR = 0x200;
const BLOCK = 4096;
const BLOCKS = 512; // 2 MB, what a 4 MB board has left

export class Flash {
  // broken is told what the disk refuses.
  constructor(disk, broken) {
    this.disk = disk;
    this.broken = broken;
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
    WebAssembly.instantiateStreaming = async (response, imports) =>
      WebAssembly.instantiate(await (await response).arrayBuffer(), imports);
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
      this.broken(e.message);
      return name.startsWith("fd_") ? EIO : -EIO;
    }
  }

  // The disk's files into the interpreter; from now on the other way.
  mount(mp) {
    this.module = mp._module;
    const FS = mp.FS;
    for (const [name, data] of this.disk.entries()) {
      if (NOT_OURS.has(name.split("/")[1])) continue;
      if (data) FS.writeFile(name, data);
      else if (!FS.analyzePath(name).exists) FS.mkdir(name);
    }
    const readdir = FS.readdir.bind(FS);
    FS.readdir = (p) =>
      this.absolute(p) === "/" ? readdir(p).filter((n) => !NOT_OURS.has(n)) : readdir(p);
    this.FS = FS;
  }

  has(name) {
    return this.FS.analyzePath(`/${name}`).exists;
  }

  absolute(p) {
    const steps = [];
    for (const step of `${p[0] === "/" ? "" : (this.FS?.cwd() ?? "/")}/${p}`.split("/")) {
      if (step === "..") steps.pop();
      else if (step && step !== ".") steps.push(step);
    }
    return `/${steps.join("/")}`;
  }

  // Where a path of the strap is on the disk; null for what is not the strap's.
  place(p) {
    const inside = this.absolute(p);
    return inside === "/" || NOT_OURS.has(inside.split("/")[1]) ? null : inside;
  }

  text(pointer) {
    return this.module.UTF8ToString(pointer);
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
    const to = this.place(p);
    if (to && this.FS.analyzePath(p).exists) this.disk.write(to, this.FS.readFile(p));
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
    const to = flash.place(p);
    if (!to) return;
    flash.written.set(fd, p);
    if (flags & O_CREAT && !flash.disk.has(to)) flash.disk.touch(to);
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
    const [old, now] = [flash.text(from), flash.text(to)].map((p) => flash.place(p));
    if (old && now) flash.disk.rename(old, now);
  },
  __syscall_unlinkat(flash, [, pointer, flags]) {
    const p = flash.place(flash.text(pointer));
    if (p) flags & AT_REMOVEDIR ? flash.disk.rmdir(p) : flash.disk.unlink(p);
  },
  __syscall_rmdir(flash, [pointer]) {
    const p = flash.place(flash.text(pointer));
    if (p) flash.disk.rmdir(p);
  },
  __syscall_mkdirat(flash, [, pointer]) {
    const p = flash.place(flash.text(pointer));
    if (p) flash.disk.mkdir(p);
  },
  __syscall_statfs64(flash, [, , buf]) {
    // struct statfs of wasm32: blocks, free, available, 64 bits each, from byte 8 on
    const view = new DataView(flash.module.HEAPU8.buffer);
    const free = Math.max(0, BLOCKS - flash.blocksUsed());
    [BLOCKS, free, free].forEach((n, i) => view.setBigUint64(buf + 8 + 8 * i, BigInt(n), true));
  },
};
