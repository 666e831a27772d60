import proj4 from 'proj4';

/**
 * OSGB36 / British National Grid with the published 7-parameter Helmert transformation from WGS 84
 * (EPSG:1314; Ordnance Survey, "A guide to coordinate systems in Great Britain", 2020, section 6.6).
 */
const BRITISH_NATIONAL_GRID =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

const converter = proj4('EPSG:4326', BRITISH_NATIONAL_GRID);

/**
 * Longitude and latitude (degrees, WGS 84) to easting and northing (metres, EPSG:27700), not rounded.
 * Within about 5 m of the OSTN15 grid shift in Great Britain; every dataset of the product passes through this one
 * function, so that points and boundaries shift together.
 */
export function toNationalGrid(lon: number, lat: number): [x: number, y: number] {
  const [x, y] = converter.forward([lon, lat]);
  return [x, y];
}

/** Easting and northing (metres, EPSG:27700) to longitude and latitude (degrees, WGS 84): the inverse of `toNationalGrid` to 5 cm. */
export function toLonLat(x: number, y: number): [lon: number, lat: number] {
  const [lon, lat] = converter.inverse([x, y]);
  return [lon, lat];
}
