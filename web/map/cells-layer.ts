import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { MercatorCoordinate } from 'maplibre-gl';
import type { CellPaint } from './cell-paint.ts';
import { toLonLat } from './national-grid.ts';

const VERTEX = `#version 300 es
uniform mat4 u_matrix;
in vec2 a_position;
in vec2 a_cell;
out vec2 v_cell;
void main() {
  v_cell = a_cell;
  gl_Position = u_matrix * vec4(a_position, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D u_colour;
uniform sampler2D u_pattern;
uniform float u_pixel_ratio;
in vec2 v_cell;
out vec4 colour;
void main() {
  ivec2 last = textureSize(u_colour, 0) - 1;
  ivec2 at = clamp(ivec2(floor(v_cell)), ivec2(0), last);
  vec4 ink = texelFetch(u_colour, at, 0);
  float alpha = ink.a;
  int pattern = int(texelFetch(u_pattern, at, 0).r * 255.0 + 0.5);
  vec2 px = gl_FragCoord.xy / u_pixel_ratio;
  if (pattern == 1 && mod(px.x + px.y, 6.0) > 3.0) alpha *= 0.35;
  if (pattern == 2 && length(mod(px, 6.0) - 3.0) > 1.3) alpha *= 0.16;
  if (pattern == 3 && mod(px.x - px.y, 7.0) < 1.8) { ink.rgb *= 0.25; alpha = 1.0; }
  if (pattern == 4 && mod(px.y, 5.0) < 1.6) alpha *= 0.25;
  // A hairline between cells once they are large enough to be told apart.
  vec2 cellsPerPx = fwidth(v_cell);
  vec2 toEdge = min(fract(v_cell), 1.0 - fract(v_cell)) / cellsPerPx;
  if (max(cellsPerPx.x, cellsPerPx.y) < 0.1 && min(toEdge.x, toEdge.y) < 0.6 * u_pixel_ratio) alpha *= 0.55;
  colour = vec4(ink.rgb * alpha, alpha);
}`;

/**
 * Metres between the mesh points that carry the National Grid onto the Mercator map. Within one such square the
 * grid is drawn as straight: off by 0.1 m at most (the error grows with the square: 0.6 m at 5 km, 2.5 m at 10 km).
 */
const MESH_STEP_M = 2000;
/** Mark in the browser's timeline: new cells are in the frame being drawn. */
const CELLS_DRAWN = 'cells-drawn';
/** Mesh points along one side, at most: a study area of 256 km. */
const MESH_MOST = 128;

/**
 * Draws cells as one texture, one texel a cell, on a mesh that bends the National Grid onto the map: one draw call
 * whatever the number of cells. Chosen from measurements in MapLibre 6.17 with software drawing, first draw of
 * 10,000 / 200,000 cells: GeoJSON source 645 / 10,426 ms, six vertices a cell 40 / 67-152 ms, one pixel a cell
 * 82 / 29-69 ms; a frame of panning at 200,000 took 153, 154-191 and 51-55 ms. 103,056 cells by `npm run bench:map`, this
 * layer against vector tiles and a GeoJSON source in one run: first draw 1 : 15 : 73, slow frames of panning 1 : 3 : 5. Unlike a canvas source, the mesh has no
 * seams between blocks, and the shader can hatch and dot.
 */
export class CellsLayer implements CustomLayerInterface {
  readonly id = 'cells';
  readonly type = 'custom';
  readonly renderingMode = '2d';
  private map: MapLibreMap | null = null;
  private paint: CellPaint | null = null;
  private uploaded: CellPaint | null = null;
  private program: WebGLProgram | null = null;
  private vertexArray: WebGLVertexArrayObject | null = null;
  private buffers: WebGLBuffer[] = [];
  private textures: WebGLTexture[] = [];
  private vertexCount = 0;
  /** Mercator position that vertices are relative to: 32-bit numbers from (0, 0) would jitter by 2 m. */
  private origin: [number, number] = [0, 0];

  /** Shows these cells from the next frame on; null shows none. */
  setPaint(paint: CellPaint | null): void {
    this.paint = paint;
    this.map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.program = linkProgram(gl);
    this.vertexArray = gl.createVertexArray();
    this.buffers = [gl.createBuffer()!, gl.createBuffer()!];
    this.textures = [gl.createTexture()!, gl.createTexture()!];
    this.uploaded = null;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteProgram(this.program);
    gl.deleteVertexArray(this.vertexArray);
    for (const buffer of this.buffers) gl.deleteBuffer(buffer);
    for (const texture of this.textures) gl.deleteTexture(texture);
    this.map = null;
    this.program = null;
  }

  render(gl: WebGLRenderingContext | WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const { paint, program } = this;
    if (!(gl instanceof WebGL2RenderingContext) || !program || !paint || paint.lattice.width === 0) return;
    gl.useProgram(program);
    gl.bindVertexArray(this.vertexArray);
    if (this.uploaded !== paint) this.upload(gl, program, paint);
    const matrix = translated(input.defaultProjectionData.mainMatrix, this.origin);
    gl.uniformMatrix4fv(gl.getUniformLocation(program, 'u_matrix'), false, matrix);
    gl.uniform1f(gl.getUniformLocation(program, 'u_pixel_ratio'), window.devicePixelRatio);
    this.textures.forEach((texture, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
    });
    gl.uniform1i(gl.getUniformLocation(program, 'u_colour'), 0);
    gl.uniform1i(gl.getUniformLocation(program, 'u_pattern'), 1);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.TRIANGLES, 0, this.vertexCount);
    gl.bindVertexArray(null);
  }

  private upload(gl: WebGL2RenderingContext, program: WebGLProgram, paint: CellPaint): void {
    const { width, height } = paint.lattice;
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    const formats = [
      { internal: gl.RGBA8, format: gl.RGBA, bytes: paint.rgba },
      { internal: gl.R8, format: gl.RED, bytes: paint.pattern },
    ];
    formats.forEach(({ internal, format, bytes }, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, this.textures[unit]!);
      gl.texImage2D(gl.TEXTURE_2D, 0, internal, width, height, 0, format, gl.UNSIGNED_BYTE, bytes);
      for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
        gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
      for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
        gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    });

    const mesh = createMesh(paint.lattice);
    this.origin = mesh.origin;
    this.vertexCount = mesh.positions.length / 2;
    [mesh.positions, mesh.cells].forEach((data, i) => {
      const location = gl.getAttribLocation(program, i === 0 ? 'a_position' : 'a_cell');
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[i]!);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, 2, gl.FLOAT, false, 0, 0);
    });
    this.uploaded = paint;
    performance.mark(CELLS_DRAWN);
  }
}

interface Mesh {
  origin: [number, number];
  /** Mercator position relative to the origin, two a vertex. */
  positions: Float32Array<ArrayBuffer>;
  /** Column and row within the rectangle, in cells, two a vertex. */
  cells: Float32Array<ArrayBuffer>;
}

function createMesh({ cellSizeM, column0, row0, width, height }: CellPaint['lattice']): Mesh {
  const across = Math.min(MESH_MOST, Math.max(1, Math.ceil((width * cellSizeM) / MESH_STEP_M)));
  const up = Math.min(MESH_MOST, Math.max(1, Math.ceil((height * cellSizeM) / MESH_STEP_M)));
  const mercator = (column: number, row: number): [number, number] => {
    const [lon, lat] = toLonLat((column0 + column) * cellSizeM, (row0 + row) * cellSizeM);
    const { x, y } = MercatorCoordinate.fromLngLat([lon, lat]);
    return [x, y];
  };
  const origin = mercator(width / 2, height / 2);
  const points: [number, number][] = [];
  for (let j = 0; j <= up; j++)
    for (let i = 0; i <= across; i++) points.push(mercator((i / across) * width, (j / up) * height));
  const positions = new Float32Array(across * up * 12);
  const cells = new Float32Array(across * up * 12);
  let at = 0;
  for (let j = 0; j < up; j++)
    for (let i = 0; i < across; i++)
      for (const [di, dj] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        const [x, y] = points[(j + dj) * (across + 1) + i + di]!;
        positions.set([x - origin[0], y - origin[1]], at);
        cells.set([((i + di) / across) * width, ((j + dj) / up) * height], at);
        at += 2;
      }
  return { origin, positions, cells };
}

/** A column-major matrix times a translation, computed in 64 bits before it is rounded to 32. */
function translated(matrix: ArrayLike<number>, [x, y]: [number, number]): Float32Array {
  const result = Float32Array.from(matrix);
  for (let i = 0; i < 4; i++) result[12 + i] = matrix[i]! * x + matrix[4 + i]! * y + matrix[12 + i]!;
  return result;
}

function linkProgram(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(`The cell shader does not link: ${gl.getProgramInfoLog(program) ?? 'no log'}.`);
  return program;
}
