import type { RuleName } from "../../model/names.js";
import { aspo } from "./aspo.js";
import { codev } from "./codev.js";
import { dapo } from "./dapo.js";
import { drGrpo } from "./dr-grpo.js";
import { gdpo } from "./gdpo.js";
import { gigpo } from "./gigpo.js";
import { graphgpo } from "./graphgpo.js";
import { grpo } from "./grpo.js";
import { hdpo } from "./hdpo.js";
import { hgpo } from "./hgpo.js";
import { iapo } from "./iapo.js";
import { infopo } from "./infopo.js";
import { opo } from "./opo.js";
import { otc } from "./otc.js";
import { rloo } from "./rloo.js";
import type { Rule } from "./rule.js";
import { salt } from "./salt.js";
import { tapo } from "./tapo.js";
import { toolpo } from "./toolpo.js";

/** Every rule. Total: a new name without a rule does not compile. */
export const RULES = {
  grpo,
  "dr-grpo": drGrpo,
  rloo,
  opo,
  dapo,
  gdpo,
  gigpo,
  hgpo,
  graphgpo,
  salt,
  tapo,
  aspo,
  otc,
  hdpo,
  toolpo,
  codev,
  infopo,
  iapo,
} satisfies Record<RuleName, Rule>;
