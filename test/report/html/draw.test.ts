import { expect, test } from "vitest";
import { draw } from "../../../src/report/html/charts/draw.js";

test.each([[[5e-324, 1e-320]], [[-1e-310, 1e-308]], [[1e-300, 1]], [[1e300, -1e300]], [[0, 0]]])(
  "numbers at the ends of the doubles are drawn: %j",
  async (values) => {
    const chart = (width: number) => ({
      width,
      height: 100,
      data: { values: values.map((x, row) => ({ x, row })) },
      mark: "bar" as const,
      encoding: { x: { field: "x", type: "quantitative" as const }, y: { field: "row", type: "nominal" as const } },
    });
    const { text: svg } = await draw(chart, "bars");
    expect(svg).toContain("<svg");
    expect(svg).not.toMatch(/NaN|undefined/);
  },
);
