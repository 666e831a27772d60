export type Colour = [red: number, green: number, blue: number];

/** Pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PixelCount {
  sumX: number;
  sumY: number;
  count: number;
}

export interface PixelTask {
  /** A PNG, base64. */
  picture: string;
  colour: Colour;
  /** How far each channel may be off. */
  tolerance: number;
  /** A part of the picture that is not searched. */
  except: Box | null;
}

/** Counts the pixels of a colour in a picture, and sums where they are. Runs inside the browser, which reads PNGs. */
export async function countPixels({ picture, colour, tolerance, except }: PixelTask): Promise<PixelCount> {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let [sumX, sumY, count] = [0, 0, 0];
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      const e = except;
      if (e && x >= e.x && x <= e.x + e.width && y >= e.y && y <= e.y + e.height) continue;
      const at = (y * image.width + x) * 4;
      if (colour.some((channel, i) => Math.abs(channel - data[at + i]!) > tolerance)) continue;
      sumX += x;
      sumY += y;
      count++;
    }
  return { sumX, sumY, count };
}
