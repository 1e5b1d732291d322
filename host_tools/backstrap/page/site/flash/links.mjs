// Two ways to a strap's serial port: a real one (WebSerial), and that of the page's virtual strap.
// Each has write(bytes), close(), and calls `received` and `lost`.

import { theStrap } from "../strap/desk.mjs";

const BAUD = 115200;

export const hasSerial = () => "serial" in navigator;

// The person chooses among the ports with a known board behind them; only a gesture may ask.
export async function serialLink(usb, received, lost) {
  const filters = usb.map((id) => {
    const [usbVendorId, usbProductId] = id.split(":").map((hex) => parseInt(hex, 16));
    return { usbVendorId, usbProductId };
  });
  const port = await navigator.serial.requestPort({ filters });
  try {
    await port.open({ baudRate: BAUD, bufferSize: 1 << 16 });
  } catch (error) {
    throw new Error(
      `the port cannot be opened (${error.message}); close what else uses it: another tab, a ` +
        "serial monitor, `backstrap monitor`",
    );
  }
  const writer = port.writable.getWriter();
  const reader = port.readable.getReader();
  let closing = false;
  (async () => {
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        received(value);
      }
    } catch (error) {
      if (!closing) lost(error);
      return;
    }
    if (!closing) lost(new Error("the port was closed"));
  })();
  return {
    write: (bytes) => writer.write(bytes),
    async close() {
      closing = true;
      await reader.cancel().catch(() => {});
      reader.releaseLock();
      writer.releaseLock();
      await port.close().catch(() => {});
    },
  };
}

export async function virtualLink(received) {
  const strap = await theStrap();
  const listener = ({ detail }) => received(detail);
  strap.addEventListener("bytes", listener);
  return {
    write: async (bytes) => strap.send(bytes),
    close: async () => strap.removeEventListener("bytes", listener),
  };
}
