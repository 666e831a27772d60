import { type RandomSource, shuffle } from '../../server/stats/random.ts';

const FIRST =
  'Alder Anchor Ashby Barrow Beacon Bellringer Bittern Boathook Bramble Brickfield Bullace Capstan Chandler Chapel Cobble Cooper Cordage Cormorant Cressing Curlew Dunlin Eider Elder Ferry Fishergate Flint Garnet Gorse Granary Grebe Gull Halyard Hawthorn Heron Hopfield Keel Kestrel Kiln Lapwing Linden Lugger Mallow Marram Mast Mercer Millrace Mizzen Mulberry Netmaker Oakum Oast Orchard Osprey Pilot Plover Quarry Quince Rampart Redshank Reed Rigging Rookery Rosemary Rowan Saffron Sailmaker Samphire Sandpiper Shingle Skylark Smack Sorrel Spar Spindle Starling Tamarisk Tanner Teasel Tern Thistle Tiller Tollgate Trinity Vicarage Wheelwright Whelk Wherry Willow Wren Yarrow Yew'.split(
    ' ',
  );
const TOWN = ['Street', 'Road', 'Place', 'Terrace', 'Row', 'Avenue', 'Gardens', 'Square', 'Court'];
const COUNTRY = ['Lane', 'Road', 'Close', 'Drive', 'Way', 'Rise', 'Hill', 'Green'];

/** Hands out street names, none twice: a town kind and a country kind of the same first words. */
export function streetNamer(random: RandomSource): (inTown: boolean) => string {
  const town = pairs(TOWN, random);
  const country = pairs(COUNTRY, random);
  const taken = new Set<string>();
  return (inTown) => {
    const list = inTown ? town : country;
    for (let name = list.pop(); name !== undefined; name = list.pop()) {
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
    throw new Error(`street names ran out after ${taken.size}: add words to the list`);
  };
}

function pairs(kinds: readonly string[], random: RandomSource): string[] {
  const order = shuffle(
    Int32Array.from({ length: FIRST.length * kinds.length }, (_, i) => i),
    random,
  );
  return Array.from(order, (i) => `${FIRST[i % FIRST.length]} ${kinds[Math.floor(i / FIRST.length)]}`);
}
