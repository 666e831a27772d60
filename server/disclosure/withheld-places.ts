/**
 * Kinds of place whose address protects the people in it: never a point on a map, whoever supplied them and in whatever list.
 * Children's homes (Ofsted gives out no address of one), secure and residential placements, approved premises and bail hostels,
 * refuges. A children's centre is open to the public and is none of them.
 */
export const WITHHELD_PLACES =
  "child(ren)?['’]?s? (care )?homes?\\M|residential (child|care for child)|secure (child|home|training|unit)|foster (care|carers?|home|placement)|fostering|" +
  'supported accommodation|semi.?independent|approved premises|probation hostel|bail hostel|\\mrefuges?\\M|safe ?house';

const AS_HERE = new RegExp(WITHHELD_PLACES.replaceAll('\\m', '\\b').replaceAll('\\M', '\\b'), 'i');

/** Whether a name or a type is of a kind that is never a point. `WITHHELD_PLACES` asks the same of the database. */
export function isWithheldPlace(text: string): boolean {
  return AS_HERE.test(text);
}
