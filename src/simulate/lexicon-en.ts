import type { Lexicon } from "./lexicon.js";

const YEARS = ["1841", "1868", "1887", "1893", "1904", "1908", "1912", "1926", "1931", "1957"];

/** English. */
export const ENGLISH: Lexicon = {
  entity: "{name} {noun}",
  names: [
    ...["Harlow", "Marden", "Tessel", "Corvane", "Ostrand", "Belmaro", "Quillan", "Ravensby", "Dunmere", "Ashkirk"],
    ...["Velden", "Pontmar", "Sorrel", "Kestrin", "Lindow", "Halvery", "Morwen", "Farrant", "Ilmen", "Tarrock"],
    ...["Wexley", "Brannock", "Caldery", "Estrava", "Gorsedd", "Norwick", "Penhale", "Rothay", "Stavely", "Umbral"],
  ],
  subjects: [
    { noun: "Bridge", look: "stone bridge with three arches over a river" },
    { noun: "Tower", look: "slender brick tower with a copper roof" },
    { noun: "Theatre", look: "round theatre with white columns on a square" },
    { noun: "Lighthouse", look: "striped lighthouse on a rocky headland" },
    { noun: "Station", look: "glass railway hall with an iron clock" },
    { noun: "Abbey", look: "ruined abbey with pointed windows in a meadow" },
    { noun: "Market", look: "covered market with green iron pillars" },
    { noun: "Observatory", look: "domed observatory on a wooded hill" },
  ],
  attributes: [
    {
      ask: "the year it opened",
      values: YEARS,
      queries: [
        "{e} opening year",
        "{e} year opened",
        "what year did {e} open",
        "{e} opening date year",
        "when was {e} opened to the public",
      ],
      otherQueries: ["history of {e} timeline", "{e} history timeline", "timeline of {e}"],
      sentence: "After four years of work {e} opened in {v}, and most of what is seen today dates from then.",
    },
    {
      ask: "its architect",
      values: [
        "Ada Corvin",
        "Jules Harrand",
        "Mats Ekdahl",
        "Lucia Ferrando",
        "Owen Tarrant",
        "Ines Valcourt",
        "Piet Rademaker",
        "Clara Nyberg",
      ],
      queries: [
        "{e} architect",
        "architect of {e}",
        "who designed {e}",
        "{e} architect name",
        "{e} designed by which architect",
      ],
      otherQueries: ["{e} competition winning design", "winning design {e} competition", "design competition for {e}"],
      sentence: "The jury chose the drawings of {v}, who remained the architect of {e} until it was finished.",
    },
    {
      ask: "its height in metres",
      values: ["24", "31", "38", "42", "47", "53", "61", "76"],
      queries: [
        "{e} height metres",
        "height of {e} in metres",
        "how tall is {e}",
        "{e} height in metres",
        "{e} total height",
      ],
      otherQueries: ["{e} technical data sheet", "technical data {e}", "{e} data sheet dimensions"],
      sentence: "Measured from the ground to the highest point, {e} stands {v} metres tall.",
    },
    {
      ask: "the town that owns it",
      values: ["Northam", "Vallbruck", "Sainte-Orne", "Kirkholm", "Dalmeny", "Porto Sereno", "Aldersea", "Brenmoor"],
      queries: ["{e} owner town", "which town owns {e}", "{e} owned by town", "owner of {e}", "{e} municipal owner"],
      otherQueries: ["{e} heritage register entry", "heritage register {e}", "{e} entry in the heritage register"],
      sentence: "Since the restoration the town of {v} has owned {e} and keeps it open all year.",
    },
    {
      ask: "the stone or metal it is mostly made of",
      values: ["granite", "sandstone", "limestone", "basalt", "wrought iron", "cast iron", "marble", "slate"],
      queries: [
        "{e} building material",
        "what is {e} made of",
        "material of {e}",
        "{e} built of which material",
        "{e} construction material",
      ],
      otherQueries: ["{e} restoration report", "restoration report on {e}", "{e} conservation works report"],
      sentence: "Conservators note that {e} is built mostly of {v}, brought from a quarry or foundry nearby.",
    },
  ],
  asides: [
    {
      queries: ["{e} ticket prices", "ticket prices {e}", "how much is a ticket to {e}"],
      sentence: "Tickets for {e} cost 9 euros; children under six enter free.",
    },
    {
      queries: ["{e} parking nearby", "where to park near {e}", "parking near {e}"],
      sentence: "The nearest car park is five minutes' walk from {e}.",
    },
    {
      queries: ["{e} visitor reviews", "reviews of {e}", "{e} reviews by visitors"],
      sentence: "Visitors give {e} four stars and praise the view and the quiet.",
    },
    {
      queries: ["{e} webcam live", "live webcam {e}", "{e} webcam"],
      sentence: "The live camera at {e} is offline for maintenance.",
    },
  ],
  details: [
    {
      label: "brass plaque",
      ask: "the word engraved on the brass plaque",
      values: ["FIDELITY", "CONCORD", "VIGIL", "AURORA", "HARVEST", "MERIDIAN"],
    },
    { label: "clock face", ask: "the time on the clock", values: ["10:08", "3:40", "7:25", "12:15", "5:50", "9:05"] },
    { label: "red banner", ask: "the number on the red banner", values: ["17", "28", "39", "64", "71", "85"] },
    {
      label: "shop sign",
      ask: "the name on the shop sign",
      values: ["Lark & Sons", "Blue Kettle", "Old Compass", "Maison Rive", "Three Herons", "Fennel"],
    },
    {
      label: "street sign",
      ask: "the street on the street sign",
      values: ["Mill Lane", "Cooper Row", "Abbot Street", "Quay Road", "Linden Way", "Ferry Steps"],
    },
    {
      label: "license plate",
      ask: "the letters on the license plate",
      values: ["KXR", "BTW", "HLM", "ZDA", "PVN", "GQE"],
    },
  ],
  plain: ["tree on the left", "cloudy sky", "people on the steps", "paving stones", "lamp post", "hedge"],
  suffixes: ["wikipedia", "official", "facts", "information", "exactly"],
  say: {
    separator: "; ",
    question: "Look at the picture and give, in this order and separated by semicolons: {asks}.",
    named: "The picture shows {e}. ",
    askName: "the name of the building or place",
    describe: ["{look}", "famous {look}", "{look} name", "which place is a {look}"],
    imageFound:
      "Image search results:\n1. {e} - encyclopedia entry. A {look}; the main picture agrees with yours.\n2. {e}, photo gallery. Forty pictures of {e}, most taken from the same side.",
    describedFound: "{e} is known far beyond the region: a {look}, and the only one of its kind there.",
    imageUseless:
      "Image search results:\n1. Holiday pictures, an album of 212.\n2. Wallpapers: {look}. No page says more about the picture than you know.",
    textFound:
      "Text search results:\n1. {s}\n2. A short guide to the region mentions {e} in passing and refers to the page above.",
    zoomFound: "The crop shows the {label}. What it says is easy to read now: {v}.",
    zoomPlain: "The crop shows the {label}. There is nothing to read in it.",
    nothing: {
      image_search: "Image search results: no similar picture was found.",
      text_search: "Text search results: no document matches the query.",
      image_zoom_in_tool: "The crop is blurred; nothing in it can be made out.",
    },
    malformed: "Error: the arguments of {tool} are not valid JSON.",
    think: {
      image_search: [
        "I should find out what the picture shows.",
        "Searching by the picture itself may tell me what this is.",
      ],
      text_search: [
        "It looks like {e}. A text search may bring what I need.",
        "Next I look this up in words.",
        "I still lack something that a page about {e} should say.",
      ],
      image_zoom_in_tool: [
        "The {label} is too small to read, so I zoom in.",
        "Let me look closer at the {label}.",
        "I crop the part around the {label}.",
      ],
      answer: [
        "That is all I need. I can answer now.",
        "I have gone through the question part by part and can answer.",
      ],
      unsure: [
        "I could not find all of it, so I give my best guess.",
        "Some of this is a guess, but I answer with what I have.",
      ],
    },
  },
};
