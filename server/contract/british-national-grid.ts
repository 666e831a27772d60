/**
 * EPSG:27700 for PROJ-like libraries: OSGB36 / British National Grid with the seven-parameter shift to WGS 84
 * (Ordnance Survey, "A guide to coordinate systems in Great Britain", 2020, section 6.6; accuracy about 3 to 5 m).
 * The database, the importer and the map all use this one, so that they agree with each other to the millimetre.
 */
export const BRITISH_NATIONAL_GRID_PROJ4 =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';
