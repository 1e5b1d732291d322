// A display's picture on a canvas: pages of columns, the lowest bit on top.

const LIT = [216, 251, 255];
const DARK = [4, 6, 8];

export function paint(canvas, frame, width = 128) {
  const height = (frame.length / width) * 8;
  if (canvas.width !== width || canvas.height !== height)
    [canvas.width, canvas.height] = [width, height];
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const lit = (frame[(y >> 3) * width + x] >> (y & 7)) & 1;
    image.data.set([...(lit ? LIT : DARK), 255], 4 * i);
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}
